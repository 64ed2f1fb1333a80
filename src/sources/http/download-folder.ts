import { readdirSync, rmSync, statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../error-code.ts'

const PREFIX = 'lookout-download-'
const NAME = /^lookout-download-(\d+)-/

/** A new temporary folder of this user alone, named by this process. @throws the system's error */
export async function makeDownloadFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

/**
 * Removes the folders of processes that ended without doing so (killed, power lost), those of an earlier one with this one's number too:
 * in a container all have the same. Never throws.
 */
export function sweepDownloadFolders(): void {
  const startedAt = Date.now() - process.uptime() * 1000
  for (const name of namesIn(tmpdir())) {
    const owner = Number(NAME.exec(name)?.[1] ?? Number.NaN)
    const path = join(tmpdir(), name)
    try {
      if (owner === process.pid ? statSync(path).mtimeMs < startedAt : hasEnded(owner))
        rmSync(path, { recursive: true, force: true })
    } catch {
      // of another user, or removed by another process just now
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => NAME.test(name))
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
