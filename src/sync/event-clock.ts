import type { ConversationRecord } from '../sources/source.ts'

/** How an event clock without zone is read, in the order of the contract. The last is a guess, and marked as one. */
export interface EventClock {
  readonly zone: string
  readonly basis: 'configured' | 'own' | 'majority' | 'process'
}

const QUARTER_MINUTES = 15
const MAX_OFFSET_MINUTES = 14 * 60

/** What a conversation's record says that tells its clock. */
export type StatedDates = Pick<ConversationRecord, 'createdAt' | 'updatedAt' | 'forkedFromConversationId'>

/** First and last event of a conversation by its own clock, ms as if that clock showed UTC. */
export interface WallClock {
  readonly first: number
  readonly last: number
}

/**
 * Minutes ahead of UTC that a conversation itself shows: its own UTC dates against its first and newest event. Null unless both agree
 * and lie within ±14 h, and for a fork, whose events are older than it is.
 */
export function shownOffset(record: StatedDates, wall: WallClock | null): number | null {
  if (
    wall === null ||
    record.createdAt === null ||
    record.updatedAt === null ||
    record.forkedFromConversationId !== null
  )
    return null
  const atStart = toQuarters(wall.first - record.createdAt)
  const atEnd = toQuarters(wall.last - record.updatedAt)
  return atStart === atEnd && Math.abs(atStart) <= MAX_OFFSET_MINUTES ? atStart : null
}

function toQuarters(ms: number): number {
  // The sum turns −0 into 0.
  return Math.round(ms / 60_000 / QUARTER_MINUTES) * QUARTER_MINUTES + 0
}

/** The clock of a conversation that shows none of its own: as configured, else as most of its source show, else this process's. */
export function assumedClock(
  configured: string | null,
  own: ReadonlyMap<string, number>,
  processZone: string,
): EventClock {
  if (configured !== null) return { zone: configured, basis: 'configured' }
  const [most] = [...own].toSorted(([zoneA, a], [zoneB, b]) => b - a || (zoneA < zoneB ? -1 : 1))
  if (most !== undefined) return { zone: most[0], basis: 'majority' }
  return { zone: processZone, basis: 'process' }
}
