import { toInteger, toNumber, toStored, toText } from './columns.ts'
import type { EventBodies } from './event-bodies.ts'
import { EventClocks, storedTime, type WallClock } from './event-clocks.ts'
import { EventCounts } from './event-counts.ts'
import { fold } from './fold.ts'
import { place, type Placement } from './placement.ts'
import { Placements, unplaced } from './placements.ts'
import type { EventClock, HeldEvents, StoredEvent } from './records.ts'
import { POSITIONS, rangeOf, UNREADABLE } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Terms } from './terms.ts'
import type { TextIndex } from './text-index.ts'

const INSERT = `INSERT INTO event (pk, conversation, seq, id, locator, time, assumed, kind, native_kind, source, tool, is_error,
  exit_code, failed, size, headline, action_id, tool_call_id, llm_response_id, turn, off_branch, branch_parent, role, row, head,
  is_focused, focus, answer, pending, unreadable)
  VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?,?,?,NULL,?,?)`

/** Writes the events of conversations. Every method runs inside the caller's transaction. */
export class EventWriter {
  readonly #statements: Statements
  readonly #terms: Terms
  readonly #text: TextIndex
  readonly #placements: Placements
  readonly #counts: EventCounts
  readonly #clocks: EventClocks
  readonly #bodies: EventBodies

  constructor(statements: Statements, terms: Terms, text: TextIndex, bodies: EventBodies) {
    this.#statements = statements
    this.#terms = terms
    this.#text = text
    this.#placements = new Placements(statements, terms)
    this.#counts = new EventCounts(statements)
    this.#clocks = new EventClocks(statements)
    this.#bodies = bodies
  }

  /** Forgets what a rolled-back transaction had changed in memory. */
  reset(): void {
    this.#placements.reset()
    this.#bodies.reset()
  }

  held(conversation: number): HeldEvents {
    const row = this.#get('SELECT positions, last_seq, last_id FROM conversation WHERE pk = ?', conversation)
    const retry = this.#statements.prepare(
      'SELECT seq FROM event WHERE conversation = ? AND unreadable = ? AND unreadable > 0',
    )
    return {
      count: Number(row?.['positions'] ?? 0),
      lastSeq: Number(row?.['last_seq'] ?? -1),
      lastId: toText(row?.['last_id']),
      retrySeqs: retry.all(conversation, UNREADABLE.retry).map((event) => Number(event['seq'])),
    }
  }

  /** Adds events after those held. The second event of one id is kept as unreadable: the first counts. */
  append(conversation: number, events: readonly StoredEvent[], clock: EventClock): void {
    const last = events.at(-1)
    if (last === undefined) return
    if (this.clockOf(conversation) === null) this.#clocks.keep(conversation, clock)
    else this.setClock(conversation, clock)
    const state = this.#placements.stateOf(conversation)
    const pending = this.#placements.pendingOf(conversation)
    const first = state.positions
    let lastId = last.id
    let isBranched = false
    let message: string | null = null
    for (const given of events) {
      const event = this.#unlessHeld(conversation, given)
      const placement = place(event, state, pending)
      this.#insert(conversation, event, placement, clock)
      isBranched ||= placement.branchParent !== null
      if (event.isUserMessage && placement.turn === 1) message = event.messageText ?? event.text
      lastId = event.id
    }
    this.#text.markPending(conversation * POSITIONS + first, conversation * POSITIONS + state.positions - 1)
    this.#placements.keepState(conversation, state)
    this.#counts.add(conversation, first, state.positions)
    this.#run(
      `UPDATE conversation SET last_seq = ?, last_id = ?, branched = max(branched, ?), first_message = coalesce(first_message, ?)
       WHERE pk = ?`,
      last.seq,
      lastId,
      isBranched ? 1 : 0,
      firstLetters(message),
      conversation,
    )
  }

  /** Replaces unreadable events by what their files say now; rows and turns are numbered anew. */
  heal(conversation: number, events: readonly StoredEvent[], clock: EventClock): void {
    this.setClock(conversation, clock)
    const healed: StoredEvent[] = []
    for (const given of events) {
      const key = this.#keyOfSeq(conversation, given)
      if (key === null) continue
      this.#text.forget(key, key + 1)
      this.#bodies.forget(conversation, key, key + 1)
      this.#run('DELETE FROM event WHERE pk = ?', key)
      const event = this.#unlessHeld(conversation, given)
      this.#insert(conversation, event, unplaced(key % POSITIONS, event), clock)
      this.#text.markPending(key, key)
      healed.push(event)
    }
    this.#placements.placeAnew(conversation)
    this.#counts.recount(conversation)
    for (const event of healed) this.#nameHealed(conversation, event)
  }

  /** Gives events that are held the bodies that they have lost. Returns the others. */
  restore(conversation: number, events: readonly StoredEvent[]): readonly StoredEvent[] {
    return events.filter((event) => {
      const held = this.#get('SELECT pk FROM event WHERE conversation = ? AND id = ?', conversation, event.id)
      if (held !== undefined && event.body !== undefined) this.#bodies.restore(Number(held['pk']), event.body)
      return held === undefined
    })
  }

  /** Drops all events of a conversation. */
  forget(conversation: number): void {
    const [from, to] = rangeOf(conversation)
    this.#text.forget(from, to)
    this.#bodies.forget(conversation, from, to)
    this.#run('DELETE FROM event WHERE pk >= ? AND pk < ?', from, to)
    this.#placements.clear(conversation)
    this.#counts.clear(conversation)
    this.#run(
      'UPDATE conversation SET last_seq = -1, last_id = NULL, first_message = NULL, trimmed = 0 WHERE pk = ?',
      conversation,
    )
  }

  /**
   * Ends a read: a conversation without events has none now, not an unknown number; marks events off the active branch. True where that
   * changed anything.
   */
  settle(conversation: number): boolean {
    const isCounted = this.#counts.settle(conversation)
    return this.#placements.markBranches(conversation) || isCounted
  }

  /** Counts all events anew. */
  recount(conversation: number): void {
    this.#counts.recount(conversation)
  }

  /** First and last event as their own clock showed them; null where nobody can say. */
  wallClock(conversation: number): WallClock | null {
    return this.#clocks.wallClock(conversation)
  }

  /** The clock that a conversation's events were written by; null before the first. */
  clockOf(conversation: number): EventClock | null {
    return this.#clocks.clockOf(conversation)
  }

  /** Moves all events of a conversation to another clock. Their wall-clock times stay. True where that changed any of them. */
  setClock(conversation: number, clock: EventClock): boolean {
    const changed = this.#clocks.move(conversation, clock)
    if (changed === 'times') this.#counts.recount(conversation)
    return changed !== 'nothing'
  }

  #insert(conversation: number, event: StoredEvent, at: Placement, clock: EventClock): void {
    const key = conversation * POSITIONS + at.position
    const exitCode = toInteger(event.exitCode)
    const failed = exitCode !== null && exitCode !== 0 && exitCode !== -1
    const terms = this.#terms
    const { time, known } = storedTime(event, clock)
    this.#run(
      INSERT,
      key,
      conversation,
      event.seq,
      event.id,
      event.locator,
      time,
      known,
      terms.add(event.kind),
      terms.add(event.nativeKind),
      terms.add(event.source),
      terms.add(event.toolName),
      event.isError ? 1 : 0,
      exitCode,
      failed ? 1 : 0,
      event.sizeBytes,
      toStored(event.headline),
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
    if (at.answers !== null) this.#placements.answer(conversation, at.answers, at.position)
    if (event.body !== undefined) this.#bodies.keep(key, event.body)
    if (event.text === null && event.messageText === null) return
    const message = event.messageText === null ? null : fold(event.messageText)
    this.#run('INSERT INTO event_text (pk, text, message) VALUES (?, ?, ?)', key, fold(event.text ?? ''), message)
  }

  #unlessHeld(conversation: number, event: StoredEvent): StoredEvent {
    const held = this.#get('SELECT seq FROM event WHERE conversation = ? AND id = ?', conversation, event.id)
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
    const row = this.#get(
      `SELECT pk FROM event WHERE conversation = ? AND unreadable > 0 AND seq = ?
       AND (locator IS NULL OR ? IS NULL OR locator = ? OR ? = locator)`,
      conversation,
      event.seq,
      event.locator,
      event.locator,
      event.id,
    )
    return toNumber(row?.['pk'])
  }

  /** A healed event may be the first message, or the newest event. */
  #nameHealed(conversation: number, event: StoredEvent): void {
    this.#run('UPDATE conversation SET last_id = ? WHERE pk = ? AND last_seq = ?', event.id, conversation, event.seq)
    const placed = this.#get('SELECT turn FROM event WHERE conversation = ? AND id = ?', conversation, event.id)
    if (!event.isUserMessage || placed?.['turn'] !== 1) return
    const message = firstLetters(event.messageText ?? event.text)
    this.#run('UPDATE conversation SET first_message = ? WHERE pk = ?', message, conversation)
  }

  #get(sql: string, ...values: readonly (string | number | null)[]): Record<string, unknown> | undefined {
    return this.#statements.prepare(sql).get(...values)
  }

  #run(sql: string, ...values: readonly (string | number | null)[]): void {
    this.#statements.prepare(sql).run(...values)
  }
}

function unreadability(event: StoredEvent): number {
  if (event.kind !== 'UnreadableEvent') return UNREADABLE.no
  return event.retry ? UNREADABLE.retry : UNREADABLE.final
}

function firstLetters(message: string | null): string | null {
  const trimmed = toStored(message)?.trim() ?? ''
  return trimmed === '' ? null : Array.from(trimmed.slice(0, 800)).slice(0, 200).join('')
}
