import { setTimeout } from 'node:timers/promises'
import { statFile } from './conversation-folder.ts'

const RETRY_MS = 100
const RECENT_MS = 10_000

/**
 * OpenHands truncates and writes in place, so a file can be caught half-written. Waits 100 ms where one of the files was written in the
 * last ten seconds and answers true: read them again. False at once where all of them are older, because they stay as they are.
 */
export type SecondLook = (paths: readonly string[]) => Promise<boolean>

/** `now` in UTC ms; `wait` is given in tests. */
export function createSecondLook(now: () => number, wait: (ms: number) => Promise<unknown> = setTimeout): SecondLook {
  return async (paths) => {
    const isRecent = paths.some((path) => Math.abs(now() - (statFile(path)?.modifiedAt ?? 0)) < RECENT_MS)
    if (isRecent) await wait(RETRY_MS)
    return isRecent
  }
}
