import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { isJsonObject, toList } from '../json-value.ts'
import { startPlantedV0Server } from './planted-v0-server.ts'

const REPLIES = fileURLToPath(new URL('../../../e2e/replies/app-server-v0-stopped/', import.meta.url))
const FOLDER = fileURLToPath(new URL('../../../e2e/fixtures/app-server-v0', import.meta.url))

interface Recorded {
  readonly request: { readonly path: string }
  readonly status: number
  readonly body: unknown
}

const replies = readdirSync(REPLIES)
  .filter((name) => name !== 'openapi.json')
  .map((name) => {
    const bytes = readFileSync(join(REPLIES, name))
    // Recorded by a tool of ours.
    return [name, JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as Recorded] as const
  })

/** Two rows were made in the same second: which comes first is chance. An event's `message` is spelt anew when it is read. */
function comparable(body: unknown): unknown {
  if (!isJsonObject(body)) return body
  if (Array.isArray(body['events'])) return { ...body, events: body['events'].map(withoutMessage) }
  if (!Array.isArray(body['results'])) return body
  const keyOf = (row: unknown) =>
    isJsonObject(row) ? `${String(row['created_at'])} ${String(row['conversation_id'])}` : ''
  return { ...body, results: toList(body['results']).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) }
}

function withoutMessage(event: unknown): unknown {
  return isJsonObject(event) ? { ...event, message: '' } : event
}

test.each(replies)(
  'the planted server answers as the recorded one did: %s',
  async (_name, { request, status, body }) => {
    const server = await startPlantedV0Server({ folder: FOLDER, nowMs: Date.parse('2026-11-22T15:12:28Z') })
    onTestFinished(() => server.close())
    const reply = await fetch(server.url + request.path)
    expect(reply.status).toBe(status)
    if (status === 200) expect(comparable(await reply.json())).toEqual(comparable(body))
  },
)
