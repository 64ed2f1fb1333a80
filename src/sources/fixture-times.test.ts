import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { applyTimes } from './fixture-times.ts'

const timesFile = fileURLToPath(new URL('../../e2e/fixtures/times.json', import.meta.url))

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-times-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('gives every file of a recording the time at which it was written', async () => {
  const folder = join(await temporaryFolder(), 'recording')
  await mkdir(folder)
  await writeFile(join(folder, 'a.json'), '{}')
  const times = join(folder, '..', 'times.json')
  await writeFile(times, JSON.stringify({ recording: { 'a.json': '2026-11-22T15:33:32.856Z' } }))

  expect(await applyTimes(folder, times)).toBe(true)
  expect((await stat(join(folder, 'a.json'))).mtime.toISOString()).toBe('2026-11-22T15:33:32.856Z')
})

test('a file that is not there, or an unknown recording, is reported and is no failure', async () => {
  const folder = await temporaryFolder()
  const times = join(folder, 'times.json')
  await copyFile(timesFile, times)

  expect(await applyTimes(folder, times, 'agent-server-1.58.0')).toBe(false)
  expect(await applyTimes(folder, times)).toBe(false)
})
