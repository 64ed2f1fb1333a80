import { QUIET_KINDS } from '../contract/kinds.ts'
import { fold } from './fold.ts'
import { offBranch, PendingActions, place, type Placement, type PlacementState } from './placement.ts'
import type { EventClock, HeldEvents, StoredEvent } from './records.ts'
import { POSITIONS, UNREADABLE } from './schema.ts'
import type { Database, Statement } from './sqlite.ts'
import type { Terms } from './terms.ts'
import { TextIndex } from './text-index.ts'
import { offsetAt, offsetAtWallClock } from './zone.ts'

/** How an event's time is known: by the conversation's clock, by a guess of it, or stated with its offset. */
const TIME = { clock: 0, assumed: 1, stated: 2 } as const

const INSERT = `INSERT INTO event (pk, conversation, seq, id, locator, time, assumed, kind, native_kind, source, tool, is_error,
  exit_code, failed, size, headline, action_id, tool_call_id, llm_response_id, turn, off_branch, branch_parent, role, row, head,
  is_focused, focus, answer, pending, unreadable)
  VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?,?,?,NULL,?,?)`

const COUNTS = `SELECT count(*) AS n, sum(is_error) AS errors, sum(failed) AS failed, sum(unreadable > 0) AS unreadable,
  min(time) AS first, max(time) AS last FROM event WHERE pk >= ? AND pk < ?`

/** Writes the events of conversations. Every method runs inside the caller's transaction. */
export class EventWriter {
  readonly #database: Database
  readonly #terms: Terms
  readonly #text: TextIndex
  readonly #statements = new Map<string, Statement>()
  /** Unanswered actions of conversations lately written to; what is not here is read from the index. */
  readonly #pending = new Map<number, PendingActions>()

  constructor(database: Database, terms: Terms, text: TextIndex) {
    this.#database = database
    this.#terms = terms
    this.#text = text
  }

  /** Forgets what a rolled-back transaction had changed in memory. */
  reset(): void {
    this.#pending.clear()
  }

  held(conversation: number): HeldEvents {
    const row = this.#prepare('SELECT positions, last_seq, last_id FROM conversation WHERE pk = ?').get(conversation)
    const retry = this.#prepare('SELECT seq FROM event WHERE conversation = ? AND unreadable = ? AND unreadable > 0')
    return {
      count: Number(row?.['positions'] ?? 0),
      lastSeq: Number(row?.['last_seq'] ?? -1),
      lastId: text(row?.['last_id']),
      retrySeqs: retry.all(conversation, UNREADABLE.retry).map((event) => Number(event['seq'])),
    }
  }

  /** Adds events after those held. The second event of one id is kept as unreadable: the first counts. */
  append(conversation: number, events: readonly StoredEvent[], clock: EventClock): void {
    const state = this.#state(conversation)
    const pending = this.#pendingOf(conversation)
    const first = state.positions
    let last: StoredEvent | null = null
    let branched = false
    let message: string | null = null
    for (const given of events) {
      const event = this.#unlessHeld(conversation, given)
      const placement = place(event, state, pending)
      this.#insert(conversation, event, placement, clock)
      branched ||= placement.branchParent !== null
      if (event.isUserMessage) message ??= event.messageText ?? event.text
      last = event
    }
    if (last === null) return
    this.#text.markPending(conversation * POSITIONS + first, conversation * POSITIONS + state.positions - 1)
    this.#keepState(conversation, state)
    this.#addCounts(conversation, first, state.positions)
    this.#prepare(
      `UPDATE conversation SET last_seq = ?, last_id = ?, branched = max(branched, ?), zone = ?, zone_basis = ?,
       first_message = coalesce(first_message, ?) WHERE pk = ?`,
    ).run(last.seq, last.id, branched ? 1 : 0, clock.zone, clock.basis, firstLetters(message), conversation)
  }

  /** Replaces unreadable events by what their files say now; rows and turns are numbered anew. */
  heal(conversation: number, events: readonly StoredEvent[], clock: EventClock): void {
    for (const event of events) {
      const key = this.#keyOfSeq(conversation, event)
      if (key === null) continue
      this.#text.forget(key, key + 1)
      this.#prepare('DELETE FROM event WHERE pk = ?').run(key)
      this.#insert(conversation, event, unplaced(key % POSITIONS), clock)
      this.#text.markPending(key, key)
    }
    this.#placeAnew(conversation)
    this.#recount(conversation)
    const turn = this.#prepare('SELECT turn FROM event WHERE conversation = ? AND id = ?')
    for (const event of events) {
      if (!event.isUserMessage || turn.get(conversation, event.id)?.['turn'] !== 1) continue
      const message = firstLetters(event.messageText ?? event.text)
      this.#prepare('UPDATE conversation SET first_message = ? WHERE pk = ?').run(message, conversation)
    }
  }

  /** Drops all events of a conversation. */
  forget(conversation: number): void {
    const [from, to] = rangeOf(conversation)
    this.#text.forget(from, to)
    this.#prepare('DELETE FROM event WHERE pk >= ? AND pk < ?').run(from, to)
    this.#pending.delete(conversation)
    this.#keepState(conversation, { positions: 0, rows: 0, focused: 0, quiet: 0, turns: 0, trunkId: null })
    this.#prepare(
      `UPDATE conversation SET last_seq = -1, last_id = NULL, branched = 0, first_message = NULL, event_count = NULL,
       error_count = NULL, failed_command_count = NULL, unreadable_count = NULL, first_time = NULL, last_time = NULL WHERE pk = ?`,
    ).run(conversation)
  }

  /** Ends a read: a conversation without events has none now, not an unknown number; marks events off the active branch. */
  settle(conversation: number): void {
    this.#addCounts(conversation, 0, 0)
    this.#markBranches(conversation)
  }

  /** Counts all events of a conversation anew. */
  #recount(conversation: number): void {
    this.#prepare(
      `UPDATE conversation SET event_count = NULL, error_count = NULL, failed_command_count = NULL, unreadable_count = NULL,
       first_time = NULL, last_time = NULL WHERE pk = ?`,
    ).run(conversation)
    this.#addCounts(conversation, 0, POSITIONS)
  }

  /** Adds the events of some positions [from, to) to the counts; an append costs the same however long the history. */
  #addCounts(conversation: number, from: number, to: number): void {
    const counts = this.#prepare(COUNTS).get(conversation * POSITIONS + from, conversation * POSITIONS + to)
    const of = (column: string) => Number(counts?.[column] ?? 0)
    this.#prepare(
      `UPDATE conversation SET event_count = coalesce(event_count, 0) + ?1, error_count = coalesce(error_count, 0) + ?2,
       failed_command_count = coalesce(failed_command_count, 0) + ?3, unreadable_count = coalesce(unreadable_count, 0) + ?4,
       first_time = min(coalesce(first_time, ?5), coalesce(?5, first_time)),
       last_time = max(coalesce(last_time, ?6), coalesce(?6, last_time)) WHERE pk = ?7`,
    ).run(
      of('n'),
      of('errors'),
      of('failed'),
      of('unreadable'),
      number(counts?.['first']),
      number(counts?.['last']),
      conversation,
    )
  }

  /** First and last time of a conversation's events as their own clock showed them (ms as if UTC); null without times. */
  wallClock(conversation: number): { readonly first: number; readonly last: number } | null {
    const row = this.#prepare('SELECT first_time, last_time, zone FROM conversation WHERE pk = ?').get(conversation)
    const [first, last] = [number(row?.['first_time']), number(row?.['last_time'])]
    if (first === null || last === null) return null
    const zone = text(row?.['zone']) ?? 'UTC'
    const wall = (time: number) => time / 1000 + offsetAt(zone, time / 1000) * 60_000
    return { first: wall(first), last: wall(last) }
  }

  /** The clock that a conversation's events were written by; null before the first. */
  clockOf(conversation: number): EventClock | null {
    const row = this.#prepare('SELECT zone, zone_basis FROM conversation WHERE pk = ?').get(conversation)
    const zone = text(row?.['zone'])
    // The column holds only what `append` and `setClock` wrote.
    return zone === null ? null : { zone, basis: text(row?.['zone_basis']) as EventClock['basis'] }
  }

  /** Moves all events of a conversation to another clock. Their wall-clock times stay. */
  setClock(conversation: number, clock: EventClock): void {
    const before = this.clockOf(conversation)
    if (before === null) return
    const assumed = clock.basis === 'process' ? TIME.assumed : TIME.clock
    const rows = this.#prepare('SELECT pk, time FROM event WHERE pk >= ? AND pk < ? AND assumed <> 2')
    const update = this.#prepare('UPDATE event SET time = ?, assumed = ? WHERE pk = ?')
    if (before.zone !== clock.zone || (before.basis === 'process') !== (clock.basis === 'process')) {
      for (const row of rows.all(...rangeOf(conversation))) {
        const time = number(row['time'])
        const wall = time === null ? null : time + offsetAt(before.zone, time / 1000) * 60e6
        update.run(wall === null ? null : toUtc(wall, clock.zone), assumed, Number(row['pk']))
      }
    }
    this.#recount(conversation)
    this.#prepare('UPDATE conversation SET zone = ?, zone_basis = ? WHERE pk = ?').run(
      clock.zone,
      clock.basis,
      conversation,
    )
  }

  #insert(conversation: number, event: StoredEvent, at: Placement, clock: EventClock): void {
    const key = conversation * POSITIONS + at.position
    const failed = event.exitCode !== null && event.exitCode !== 0 && event.exitCode !== -1
    const terms = this.#terms
    const assumed = event.time?.zoned === true ? TIME.stated : clock.basis === 'process' ? TIME.assumed : TIME.clock
    const time =
      event.time === null || event.time.zoned ? event.time?.microseconds : toUtc(event.time.microseconds, clock.zone)
    this.#prepare(INSERT).run(
      key,
      conversation,
      event.seq,
      event.id,
      event.locator,
      time ?? null,
      assumed,
      terms.add(event.kind),
      terms.add(event.nativeKind),
      terms.add(event.source),
      terms.add(event.toolName),
      event.isError ? 1 : 0,
      event.exitCode,
      failed ? 1 : 0,
      event.sizeBytes,
      event.headline,
      event.actionId,
      event.toolCallId,
      event.llmResponseId,
      at.turn,
      at.branchParent,
      at.role,
      at.row,
      at.head,
      at.isFocused ? 1 : 0,
      at.focus,
      at.isPending ? 1 : 0,
      unreadability(event),
    )
    if (at.answers !== null) this.#answer(conversation * POSITIONS + at.answers, at.position)
    if (event.text === null && event.messageText === null) return
    const message = event.messageText === null ? null : fold(event.messageText)
    this.#prepare('INSERT INTO event_text (pk, text, message) VALUES (?, ?, ?)').run(
      key,
      fold(event.text ?? ''),
      message,
    )
  }

  #answer(action: number, position: number): void {
    this.#prepare('UPDATE event SET answer = ?, pending = 0 WHERE pk = ?').run(position, action)
  }

  #unlessHeld(conversation: number, event: StoredEvent): StoredEvent {
    const held = this.#prepare('SELECT seq FROM event WHERE conversation = ? AND id = ?').get(conversation, event.id)
    if (held === undefined) return event
    const reason = `duplicate: event ${String(held['seq'])} has the same id`
    const suffix = held['seq'] === event.seq ? '-2' : ''
    return {
      ...event,
      id: `unreadable-${event.seq}${suffix}`,
      locator: event.locator ?? event.id,
      kind: 'UnreadableEvent',
      nativeKind: null,
      source: null,
      toolName: null,
      isError: false,
      exitCode: null,
      headline: reason,
      actionId: null,
      toolCallId: null,
      llmResponseId: null,
      parentId: null,
      isUserMessage: false,
      text: null,
      messageText: null,
      retry: false,
    }
  }

  #keyOfSeq(conversation: number, event: StoredEvent): number | null {
    const row = this.#prepare(
      'SELECT pk FROM event WHERE conversation = ? AND unreadable > 0 AND seq = ? AND (locator IS NULL OR ? IS NULL OR locator = ? OR ? = locator)',
    ).get(conversation, event.seq, event.locator, event.locator, event.id)
    return number(row?.['pk'])
  }

  /** Numbers rows and turns of a conversation anew from what is stored. */
  #placeAnew(conversation: number): void {
    const state: PlacementState = { positions: 0, rows: 0, focused: 0, quiet: 0, turns: 0, trunkId: null }
    const pending = new PendingActions()
    const update = this.#prepare(
      `UPDATE event SET turn = ?, branch_parent = ?, role = ?, row = ?, head = ?, is_focused = ?, focus = ?, answer = NULL,
       pending = ? WHERE pk = ?`,
    )
    for (const row of this.#prepare('SELECT * FROM event WHERE pk >= ? AND pk < ? ORDER BY pk').all(
      ...rangeOf(conversation),
    )) {
      const kind = this.#terms.valueOf(row['kind']) ?? ''
      const source = this.#terms.valueOf(row['source'])
      const isUserMessage = kind === 'MessageEvent' && source === 'user'
      const at = place(
        {
          id: String(row['id']),
          kind,
          source,
          toolName: this.#terms.valueOf(row['tool']),
          actionId: text(row['action_id']),
          toolCallId: text(row['tool_call_id']),
          parentId: text(row['branch_parent']) ?? state.trunkId,
          isUserMessage,
        },
        state,
        pending,
      )
      update.run(
        at.turn,
        at.branchParent,
        at.role,
        at.row,
        at.head,
        at.isFocused ? 1 : 0,
        at.focus,
        at.isPending ? 1 : 0,
        Number(row['pk']),
      )
      if (at.answers !== null) this.#answer(conversation * POSITIONS + at.answers, at.position)
    }
    this.#pending.set(conversation, pending)
    this.#keepState(conversation, state)
  }

  #markBranches(conversation: number): void {
    const row = this.#prepare('SELECT branched, leaf_event_id FROM conversation WHERE pk = ?').get(conversation)
    const leaf = text(row?.['leaf_event_id'])
    if (row?.['branched'] !== 1 || leaf === null) return
    const events = this.#prepare(
      'SELECT pk, id, kind, branch_parent, off_branch FROM event WHERE pk >= ? AND pk < ? ORDER BY pk',
    ).all(...rangeOf(conversation))
    const off = offBranch(
      events.map((event) => ({
        id: String(event['id']),
        isLeafKind: QUIET_KINDS.has(this.#terms.valueOf(event['kind']) ?? ''),
        branchParent: text(event['branch_parent']),
      })),
      leaf,
    )
    const mark = this.#prepare('UPDATE event SET off_branch = ? WHERE pk = ?')
    for (const event of events) {
      const value = off.has(String(event['id'])) ? 1 : 0
      if (value !== event['off_branch']) mark.run(value, Number(event['pk']))
    }
  }

  #state(conversation: number): PlacementState {
    const row = this.#prepare(
      'SELECT positions, rows, focused, quiet, turns, trunk_id FROM conversation WHERE pk = ?',
    ).get(conversation)
    const at = (column: string) => Number(row?.[column] ?? 0)
    return {
      positions: at('positions'),
      rows: at('rows'),
      focused: at('focused'),
      quiet: at('quiet'),
      turns: at('turns'),
      trunkId: text(row?.['trunk_id']),
    }
  }

  #keepState(conversation: number, state: PlacementState): void {
    this.#prepare(
      'UPDATE conversation SET positions = ?, rows = ?, focused = ?, quiet = ?, turns = ?, trunk_id = ? WHERE pk = ?',
    ).run(state.positions, state.rows, state.focused, state.quiet, state.turns, state.trunkId, conversation)
  }

  #pendingOf(conversation: number): PendingActions {
    const known = this.#pending.get(conversation)
    if (known !== undefined) return known
    const pending = new PendingActions()
    const rows = this.#prepare(
      'SELECT pk, id, tool_call_id, row, focus FROM event WHERE conversation = ? AND pending = 1',
    )
    for (const row of rows.all(conversation)) {
      pending.add({
        id: String(row['id']),
        toolCallId: text(row['tool_call_id']),
        position: Number(row['pk']) % POSITIONS,
        row: Number(row['row']),
        focus: Number(row['focus']),
      })
    }
    if (this.#pending.size > 200) this.#pending.clear()
    this.#pending.set(conversation, pending)
    return pending
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function rangeOf(conversation: number): [number, number] {
  return [conversation * POSITIONS, (conversation + 1) * POSITIONS]
}

function toUtc(wallMicroseconds: number, zone: string): number {
  return wallMicroseconds - offsetAtWallClock(zone, wallMicroseconds / 1000) * 60e6
}

function unreadability(event: StoredEvent): number {
  if (event.kind !== 'UnreadableEvent') return UNREADABLE.no
  return event.retry ? UNREADABLE.retry : UNREADABLE.final
}

function unplaced(position: number): Placement {
  return {
    position,
    turn: 0,
    role: 0,
    row: 0,
    head: position,
    isFocused: false,
    focus: 0,
    answers: null,
    isPending: false,
    branchParent: null,
  }
}

function firstLetters(message: string | null): string | null {
  const trimmed = message?.trim() ?? ''
  return trimmed === '' ? null : Array.from(trimmed.slice(0, 800)).slice(0, 200).join('')
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
