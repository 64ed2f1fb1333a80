/** What a source looked like at the end of its last walk. Times in ms. */
export interface WalkOutcome {
  /** Conversations that run, which are likely to move. */
  readonly active: number
  /** Walks in a row that found nothing new. */
  readonly quietWalks: number
  /** Walks in a row that failed. */
  readonly failures: number
  readonly lastedMs: number
}

const ACTIVE_MS = 5_000
const QUIET_MS = 30_000
const LONGEST_MS = 300_000
/** A walk may take a tenth of the time. */
const REST_FACTOR = 9

/**
 * Pause before a directory is walked again. What is watched does not wait for it: the walk sweeps up the rest. Short while something
 * runs, longer the longer nothing changed, backing off on failure, and never more than a tenth of the time spent walking.
 */
export function pauseBeforeWalk({ active, quietWalks, failures, lastedMs }: WalkOutcome): number {
  const base = active > 0 ? ACTIVE_MS : QUIET_MS
  const stretched = base * 2 ** Math.min(failures > 0 ? failures : active > 0 ? 0 : Math.floor(quietWalks / 3), 10)
  return Math.max(Math.min(stretched, LONGEST_MS), lastedMs * REST_FACTOR)
}
