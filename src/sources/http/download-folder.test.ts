import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeDownloadFolder, sweepDownloadFolders } from './download-folder.ts'

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

test('what processes left behind that have ended is removed, and nothing else', async () => {
  const ended = spawnSync(process.execPath, ['--version']).pid
  plant(`lookout-download-${ended}-abcdef`)
  const earlier = plant(`lookout-download-${process.pid}-earlie`)
  utimesSync(join(temporary, earlier), 0, 0)
  const kept = [
    basename(await makeDownloadFolder()),
    plant(`lookout-download-${process.ppid}-abcdef`),
    plant('lookout-download-notes'),
    plant(`another-${ended}-abcdef`),
  ]
  sweepDownloadFolders()
  expect(readdirSync(temporary).toSorted()).toEqual(kept.toSorted())
})

test('no temporary folder at all is nothing to sweep', () => {
  vi.stubEnv('TMPDIR', join(temporary, 'gone'))
  expect(sweepDownloadFolders).not.toThrow()
})
