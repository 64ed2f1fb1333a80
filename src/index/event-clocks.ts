import { toNumber, toText } from './columns.ts'
import type { EventClock, StoredEvent } from './records.ts'
import { rangeOf } from './schema.ts'
import type { Statements } from './statements.ts'
import { offsetAt, offsetAtWallClock, offsetBeforeSkip } from './zone.ts'

/**
 * How an event's time is known: by the conversation's clock, by a guess of it, or stated with its offset. `skipped` is added where
 * the clock shows no such time (it was put forward), so that another clock can still be given the time that was stated.
 */
export const TIME = { clock: 0, assumed: 1, stated: 2, skipped: 4 } as const

/** An event's time as it is stored: UTC microseconds, and how it is known. */
export interface StoredTime {
  readonly time: number | null
  readonly known: number
}

/** The time of an event by a clock. */
export function storedTime({ time }: Pick<StoredEvent, 'time'>, clock: EventClock): StoredTime {
  if (time?.zoned === true) return { time: time.microseconds, known: TIME.stated }
  return time === null ? { time: null, known: knownBy(clock) } : toUtc(time.microseconds, clock)
}

/** First and last event of a conversation as their own clock showed them, ms as if UTC. */
export interface WallClock {
  readonly first: number
  readonly last: number
}

/** The clocks that conversations' events were written by. Runs in the caller's transaction. */
export class EventClocks {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** Null before the first event. */
  clockOf(conversation: number): EventClock | null {
    const row = this.#statements.prepare('SELECT zone, zone_basis FROM conversation WHERE pk = ?').get(conversation)
    const zone = toText(row?.['zone'])
    // The column holds only what `keep` wrote.
    return zone === null ? null : { zone, basis: toText(row?.['zone_basis']) as EventClock['basis'] }
  }

  /** Null without times, and where either of the two states its offset: it says nothing of the clock then. */
  wallClock(conversation: number): WallClock | null {
    const at = (direction: 'ASC' | 'DESC') =>
      this.#statements
        .prepare(
          `SELECT time, assumed FROM event WHERE pk >= ? AND pk < ? AND time IS NOT NULL ORDER BY pk ${direction} LIMIT 1`,
        )
        .get(...rangeOf(conversation))
    const [first, last, clock] = [at('ASC'), at('DESC'), this.clockOf(conversation)]
    if (first === undefined || last === undefined || clock === null) return null
    if (first['assumed'] === TIME.stated || last['assumed'] === TIME.stated) return null
    const wallMs = (row: Record<string, unknown>) =>
      toWall(Number(row['time']), Number(row['assumed']), clock.zone) / 1000
    return { first: wallMs(first), last: wallMs(last) }
  }

  /**
   * Moves all events of a conversation to another clock: their wall-clock times stay. Tells what of the events changed: their times, or
   * only how these are known.
   */
  move(conversation: number, clock: EventClock): 'times' | 'marks' | 'nothing' {
    const before = this.clockOf(conversation)
    if (before === null || (before.zone === clock.zone && before.basis === clock.basis)) return 'nothing'
    this.keep(conversation, clock)
    if (before.zone === clock.zone && knownBy(before) === knownBy(clock)) return 'nothing'
    let changed: 'times' | 'marks' | 'nothing' = 'nothing'
    const events = this.#statements.prepare(
      `SELECT pk, time, assumed FROM event WHERE pk >= ? AND pk < ? AND assumed <> ${TIME.stated}`,
    )
    const update = this.#statements.prepare('UPDATE event SET time = ?, assumed = ? WHERE pk = ?')
    // Apart, because it touches no index: a guess that proves right changes no time.
    const mark = this.#statements.prepare('UPDATE event SET assumed = ? WHERE pk = ?')
    for (const event of events.all(...rangeOf(conversation))) {
      const time = toNumber(event['time'])
      const moved =
        time === null
          ? { time: null, known: knownBy(clock) }
          : toUtc(toWall(time, Number(event['assumed']), before.zone), clock)
      if (moved.time !== time) {
        update.run(moved.time, moved.known, Number(event['pk']))
        changed = 'times'
      } else if (moved.known !== event['assumed']) {
        mark.run(moved.known, Number(event['pk']))
        if (changed === 'nothing') changed = 'marks'
      }
    }
    return changed
  }

  /** Notes the clock of a conversation's events. */
  keep(conversation: number, { zone, basis }: EventClock): void {
    this.#statements
      .prepare('UPDATE conversation SET zone = ?, zone_basis = ? WHERE pk = ?')
      .run(zone, basis, conversation)
  }
}

function knownBy(clock: EventClock): number {
  return clock.basis === 'process' ? TIME.assumed : TIME.clock
}

function toUtc(wallMicroseconds: number, clock: EventClock): StoredTime {
  const offset = offsetAtWallClock(clock.zone, wallMicroseconds / 1000)
  const time = wallMicroseconds - offset * 60e6
  const isSkipped = offsetAt(clock.zone, time / 1000) !== offset
  return { time, known: knownBy(clock) + (isSkipped ? TIME.skipped : 0) }
}

function toWall(time: number, known: number, zone: string): number {
  const offset = (known & TIME.skipped) === 0 ? offsetAt(zone, time / 1000) : offsetBeforeSkip(zone, time / 1000)
  return time + offset * 60e6
}
