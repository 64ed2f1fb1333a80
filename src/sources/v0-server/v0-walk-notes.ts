/** What a walk found of the list itself. */
export interface WalkFindings {
  /** Rows that the server could not give. */
  readonly skipped: number
  /** It ended before the list did. */
  readonly isCut: boolean
  /** Some rows said nothing: `null` (until 0.59), or no id. */
  readonly hasOdd: boolean
  /** When the oldest row was made, UTC ms; infinite where none says. */
  readonly oldestMs: number
}

const DAY_MS = 24 * 3_600_000
/** `conversation_max_age_seconds` where nobody set it. */
const DEFAULT_DAYS = 10

/**
 * What a person should know of a V0 server's list. It hides conversations from some age on, without a word; one that is listed tells that
 * the limit is not below its age.
 */
export function toWalkNotes({ skipped, isCut, hasOdd, oldestMs }: WalkFindings, nowMs: number): readonly string[] {
  const oldestDays = Math.floor((nowMs - oldestMs) / DAY_MS)
  const age =
    oldestDays > DEFAULT_DAYS
      ? `It may hide conversations older than ${oldestDays} days, the age of the oldest that it lists`
      : 'Unless it was set up otherwise, it hides conversations older than ten days'
  return [
    `${age}; those read before are kept`,
    ...(skipped > 0 ? [`${skipped} of its conversations are left out: every list that holds them fails there`] : []),
    ...(isCut ? ['Its list could not be read to the end: conversations are missing'] : []),
    ...(hasOdd ? ['Rows of its list that say nothing are left out'] : []),
  ]
}
