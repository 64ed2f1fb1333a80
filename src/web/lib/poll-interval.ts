/** What decides when to ask for the revision again. All times in milliseconds. */
export interface PollFacts {
  /** Since a row on screen last changed its state; infinite where none has. */
  readonly sinceChangeMs: number
  readonly isAnythingRunning: boolean
  /** Answers in a row that named the same revision. */
  readonly unchanged: number
  /** Failures in a row, 0 after an answer. */
  readonly failures: number
  /** Status of the last failure; 0: no answer. */
  readonly failedStatus: number | null
  /** What the last failure asked for. */
  readonly retryAfterMs: number | null
  /** From 0 to 1: spreads the retries of many pages, ±20 %. */
  readonly jitter: number
}

const FAST = 3_000
const BUSY = 10_000
const QUIET = 30_000
const SLOWEST = 120_000

/** How long a change on screen keeps the page attentive. */
const ATTENTION = 30_000

/** Quiet answers before the page slows down. */
const PATIENCE = 3

/** Milliseconds until the next probe, or false: stop, because asking again cannot help. A hidden tab does not ask at all. */
export function pollInterval(facts: PollFacts): number | false {
  if (facts.failedStatus === 401 || facts.failedStatus === 403) return false
  const base = calmInterval(facts)
  if (facts.failures === 0) return base
  const doubled = Math.min(SLOWEST, base * 2 ** facts.failures)
  return Math.max(facts.retryAfterMs ?? 0, Math.round(doubled * (0.8 + 0.4 * facts.jitter)))
}

function calmInterval({ sinceChangeMs, isAnythingRunning, unchanged }: PollFacts): number {
  if (sinceChangeMs < ATTENTION) return FAST
  if (isAnythingRunning) return BUSY
  return Math.min(SLOWEST, QUIET * 1.5 ** Math.max(0, unchanged - PATIENCE + 1))
}
