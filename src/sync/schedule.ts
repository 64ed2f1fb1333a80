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

/** What a source on a server looked like at its last look. Times in ms. */
export interface LookOutcome {
  /** Conversations at work. */
  readonly active: number
  /** Looks in a row that found nothing new. */
  readonly quietLooks: number
  /** Looks in a row that failed. */
  readonly failures: number
  /** How long the look took; what is read in the background the source paces itself. */
  readonly lastedMs: number
  /** What the user wants; null: as it is found right. */
  readonly intervalMs: number | null
  /** From 0 to 1: spreads the retries, ±20 %. */
  readonly jitter: number
}

const QUIET_FACTOR = 1.5
const LONGEST_QUIET_MS = 120_000
const WALK_MS = 600_000
const LONGEST_WALK_MS = 3_600_000
const WALK_REST_FACTOR = 19
const REFUSED_MS = 60_000
const LONGEST_REFUSED_MS = 3_600_000

/**
 * Pause before a server is asked again for what changed: as the user wants, else short while something runs and longer the longer nothing
 * changed; backing off with jitter on failure; never more than a tenth of the time spent asking.
 */
export function pauseBeforeLook(outcome: LookOutcome): number {
  const { active, quietLooks, failures, lastedMs, intervalMs, jitter } = outcome
  const quietMs = Math.min(QUIET_MS * QUIET_FACTOR ** Math.max(0, quietLooks - 3), LONGEST_QUIET_MS)
  const calmMs = intervalMs ?? (active > 0 ? ACTIVE_MS : quietMs)
  const wantedMs = failures === 0 ? calmMs : Math.max(intervalMs ?? 0, pauseAfterFailures(failures))
  const spread = failures === 0 ? 1 : 0.8 + 0.4 * jitter
  // A look that the server itself held up is no reason to stay away for an hour.
  return Math.max(Math.round(wantedMs * spread), Math.min(lastedMs * REST_FACTOR, LONGEST_MS))
}

/**
 * Pause before all rows of a server are walked again, for what no look can find: what was deleted, and what slipped through. Longer the
 * more walks in a row found nothing, and no look since: all rows of an idle server may weigh 25 MB.
 */
export function pauseBeforeFullWalk(lastedMs: number, quietWalks: number): number {
  const wantedMs = Math.min(WALK_MS * 2 ** Math.min(quietWalks, 10), LONGEST_WALK_MS)
  return Math.max(wantedMs, lastedMs * WALK_REST_FACTOR)
}

/** Pause before one conversation's events are asked for again that were refused so many times in a row. */
export function pauseAfterRefusals(times: number): number {
  return Math.min(REFUSED_MS * 2 ** Math.min(times - 1, 10), LONGEST_REFUSED_MS)
}

/** Pause before a server is asked again after so many failures in a row; the source itself paces what succeeds. */
export function pauseAfterFailures(failures: number): number {
  return failures === 0 ? 0 : Math.min(ACTIVE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_MS)
}
