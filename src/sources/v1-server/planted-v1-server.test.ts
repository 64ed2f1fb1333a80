import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { toJsonObject } from '../json-value.ts'
import { readItems, readStore, startPlantedV1Server, type PlantedV1Options } from './planted-v1-server.ts'

const E2E = fileURLToPath(new URL('../../../e2e/', import.meta.url))
const REPLIES = join(E2E, 'replies/app-server-v1')
const EARLY = join(E2E, 'replies/app-server-v1-early')
const EARLY_ID = '684e2d7c29134abfa306c28aa464d4e8'

/** Everything that a real server answered and a planted one has an answer to. */
function readReplies(folder: string) {
  return readdirSync(folder)
    .filter((name) => /\.json(?:\.gz)?$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      const reply = toJsonObject(JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()))
      const path = String(toJsonObject(reply?.['request'])?.['path'])
      return { name, path, status: reply?.['status'], body: reply?.['body'] }
    })
    .filter(({ path }) => /^\/api\/v1\/(?:app-conversations|conversation|events)\b/.test(path))
}

const recent: PlantedV1Options = {
  rows: readItems(join(REPLIES, 'search-with-subs-limit-100.json')),
  events: readStore(join(E2E, 'fixtures/app-server-v1/v1_conversations')),
  eventPaths: 'of-one',
}
const early: PlantedV1Options = {
  rows: readItems(join(EARLY, 'search-limit-100.json')),
  // Its server read these alone: what later ones wrote it counts and cannot read.
  events: new Map([[EARLY_ID, [...readItems(join(EARLY, 'events-limit-100.json'))]]]),
  eventPaths: 'of-all',
}

test.each([
  ['1.11.0', REPLIES, recent, 40],
  ['0.62.0', EARLY, early, 18],
] as const)('a planted server answers as the real %s did', async (_, folder, options, least) => {
  const server = await startPlantedV1Server(options)
  server.startTasks.push(...readItems(join(folder, 'start-tasks-search.json')))
  const replies = readReplies(folder)
  expect(replies.length).toBeGreaterThan(least)
  for (const { name, path, status, body } of replies) {
    const response = await fetch(server.url + path)
    expect([name, response.status]).toEqual([name, status])
    if (response.ok) expect([name, await response.json()]).toEqual([name, body])
  }
  await server.close()
})
