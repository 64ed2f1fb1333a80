import { mkdtempSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from './error-code.ts'

/** What a temporary folder holds: an answer of a server, the events of a trajectory, a copy of V1's database. */
export type TemporaryUse = 'download' | 'trajectory' | 'v1'

const NAME = /^lookout-(?:download|trajectory|v1)-(\d+)-/

/** A new folder of this user alone, named by what it is for and by this process. @throws the system's error */
export function makeTemporaryFolder(use: TemporaryUse, parent = tmpdir()): string {
  return mkdtempSync(join(parent, `lookout-${use}-${process.pid}-`))
}

/**
 * Removes the folders of processes that ended without doing so (killed, power lost), those of an earlier one with this one's number too:
 * in a container all have the same. Never rejects.
 */
export async function sweepTemporaryFolders(): Promise<void> {
  const startedAt = Date.now() - process.uptime() * 1000
  for (const name of await namesIn(tmpdir())) {
    const owner = Number(NAME.exec(name)?.[1] ?? Number.NaN)
    const path = join(tmpdir(), name)
    try {
      if (owner === process.pid ? (await stat(path)).mtimeMs < startedAt : hasEnded(owner))
        await rm(path, { recursive: true, force: true })
    } catch {
      // of another user, or removed by another process just now
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name))
  } catch {
    return []
  }
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    // EPERM: it is there, and another user's.
    return errorCode(error) === 'ESRCH'
  }
}
