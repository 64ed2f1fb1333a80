import { toNumber } from './columns.ts'
import type { EventScope } from './event-order.ts'
import type { EventTurn } from './event-port.ts'
import { POSITIONS, ROLE } from './schema.ts'
import type { Database, Statement } from './sqlite.ts'

/** Where a turn ends and the next one begins: the position, and how many rows and messages stand before it. */
interface Border {
  readonly position: number
  readonly rows: number
  readonly messages: number
}

/**
 * Tells what turns hold, in rows of the unfiltered transcript. A turn costs a few searches, however many events it has, because
 * turns, rows and messages are numbered in append order.
 */
export class TurnReader {
  readonly #turnAt: Statement
  readonly #rowBefore: Statement
  readonly #message: Statement
  readonly #errors: Statement
  readonly #firstTime: Statement
  readonly #lastTime: Statement

  constructor(database: Database) {
    const timed = `SELECT time FROM event WHERE pk >= ? AND pk < ? AND time IS NOT NULL AND role <> ${ROLE.quiet} ORDER BY pk`
    this.#turnAt = database.prepare('SELECT turn FROM event WHERE pk = ?')
    this.#rowBefore = database.prepare(
      `SELECT row FROM event WHERE pk >= ? AND pk < ? AND role = ${ROLE.head} ORDER BY pk DESC LIMIT 1`,
    )
    this.#message = database.prepare(
      'SELECT pk, row FROM event WHERE conversation = ? AND focus = ? AND is_focused = 1',
    )
    this.#errors = database.prepare(
      'SELECT count(*) AS n FROM event WHERE conversation = ? AND is_error = 1 AND pk >= ? AND pk < ?',
    )
    this.#firstTime = database.prepare(`${timed} LIMIT 1`)
    this.#lastTime = database.prepare(`${timed} DESC LIMIT 1`)
  }

  /** Turns by their numbers, in that order; turn 0 is what stands before the first message of the user. */
  turns(scope: EventScope, numbers: readonly number[]): EventTurn[] {
    const wanted = new Set(numbers.flatMap((turn) => [turn, turn + 1]))
    const borders = new Map([...wanted].map((turn) => [turn, this.#borderBefore(scope, turn)]))
    return numbers.flatMap((turn) => {
      const [start, end] = [borders.get(turn), borders.get(turn + 1)]
      return start === undefined || end === undefined ? [] : [this.#turn(scope, turn, start, end)]
    })
  }

  #borderBefore(scope: EventScope, turn: number): Border {
    const base = scope.key * POSITIONS
    const position = firstWhere(scope.positions, (at) => Number(this.#turnAt.get(base + at)?.['turn'] ?? 0) >= turn)
    const row = this.#rowBefore.get(base, base + position)
    return {
      position,
      rows: row === undefined ? 0 : Number(row['row']) + 1,
      messages: firstWhere(
        scope.focused,
        (at) => Number(this.#message.get(scope.key, at)?.['pk'] ?? 0) >= base + position,
      ),
    }
  }

  #turn(scope: EventScope, turn: number, start: Border, end: Border): EventTurn {
    const [from, to] = [scope.key * POSITIONS + start.position, scope.key * POSITIONS + end.position]
    const rows = end.rows - start.rows
    const messages = end.messages - start.messages
    return {
      turn,
      row: start.rows,
      rows,
      steps: rows - messages,
      errors: Number(this.#errors.get(scope.key, from, to)?.['n'] ?? 0),
      last_message_row: messages === 0 ? null : toNumber(this.#message.get(scope.key, end.messages - 1)?.['row']),
      started_at: toNumber(this.#firstTime.get(from, to)?.['time']),
      ended_at: toNumber(this.#lastTime.get(from, to)?.['time']),
    }
  }
}

/** The first number below `count` for which `holds` does, `count` where none; `holds` is false up to there and true from there on. */
function firstWhere(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
