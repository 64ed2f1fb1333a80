import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeTemporaryFolder, sweepTemporaryFolders } from './temporary-folders.ts'

let temporary: string

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'lookout-test-'))
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

/** A folder with an answer in it. */
function plant(name: string): string {
  mkdirSync(join(temporary, name))
  writeFileSync(join(temporary, name, 'answer'), 'PK')
  return name
}

test.each(['download', 'trajectory', 'v1'] as const)(
  'what processes left behind that have ended is removed, and nothing else: %s',
  async (use) => {
    const ended = spawnSync(process.execPath, ['--version']).pid
    plant(`lookout-${use}-${ended}-abcdef`)
    const earlier = plant(`lookout-${use}-${process.pid}-earlie`)
    utimesSync(join(temporary, earlier), 0, 0)
    const kept = [
      basename(makeTemporaryFolder(use)),
      plant(`lookout-${use}-${process.ppid}-abcdef`),
      plant(`lookout-${use}-notes`),
      plant(`another-${ended}-abcdef`),
    ]
    await sweepTemporaryFolders()
    expect(readdirSync(temporary).toSorted()).toEqual(kept.toSorted())
  },
)

test('no temporary folder at all is nothing to sweep', async () => {
  vi.stubEnv('TMPDIR', join(temporary, 'gone'))
  await expect(sweepTemporaryFolders()).resolves.toBeUndefined()
})
