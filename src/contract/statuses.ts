/** The nine statuses, in the fixed order in which badges stand. */
export const STATUSES = [
  'running',
  'waiting_for_confirmation',
  'error',
  'stuck',
  'paused',
  'idle',
  'finished',
  'deleting',
  'unknown',
] as const

/** One of the nine statuses: the Agent Server's words, and `unknown` where nobody can know. */
export type Status = (typeof STATUSES)[number]

/** What a person reads for each status. */
export const STATUS_LABELS: Readonly<Record<Status, string>> = {
  running: 'Running',
  waiting_for_confirmation: 'Waiting for confirmation',
  error: 'Error',
  stuck: 'Stuck',
  paused: 'Paused',
  idle: 'Idle',
  finished: 'Finished',
  deleting: 'Deleting',
  unknown: 'Unknown',
}

/** Whether a word from outside is one of the nine. */
export function isStatus(word: string): word is Status {
  return STATUSES.some((status) => status === word)
}
