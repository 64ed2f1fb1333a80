import { toText } from './columns.ts'
import { isLeafKind, offBranch, PendingActions, place, type Placement, type PlacementState } from './placement.ts'
import { POSITIONS, rangeOf } from './schema.ts'
import type { Statements } from './statements.ts'
import type { Terms } from './terms.ts'

/** Where the next event of a conversation without events goes. */
const NOTHING_PLACED: PlacementState = { positions: 0, rows: 0, focused: 0, quiet: 0, turns: 0, trunkId: null }
/** Conversations whose unanswered actions are kept at hand. */
const KEPT = 200
/** Turn of a healed message of the user until all is placed anew: no event has such a turn. */
const HEALED_MESSAGE = -1

/** Where the events of conversations stand, as kept in the index. Runs in the caller's transaction. */
export class Placements {
  readonly #statements: Statements
  readonly #terms: Terms
  /** Unanswered actions of conversations lately written to; what is not here is read from the index. */
  readonly #pending = new Map<number, PendingActions>()

  constructor(statements: Statements, terms: Terms) {
    this.#statements = statements
    this.#terms = terms
  }

  /** Forgets what a rolled-back transaction had changed in memory. */
  reset(): void {
    this.#pending.clear()
  }

  /** Starts a conversation over. */
  clear(conversation: number): void {
    this.#pending.delete(conversation)
    this.keepState(conversation, NOTHING_PLACED)
    this.#run('UPDATE conversation SET branched = 0 WHERE pk = ?', conversation)
  }

  stateOf(conversation: number): PlacementState {
    const row = this.#statements
      .prepare('SELECT positions, rows, focused, quiet, turns, trunk_id FROM conversation WHERE pk = ?')
      .get(conversation)
    const at = (column: string) => Number(row?.[column] ?? 0)
    return {
      positions: at('positions'),
      rows: at('rows'),
      focused: at('focused'),
      quiet: at('quiet'),
      turns: at('turns'),
      trunkId: toText(row?.['trunk_id']),
    }
  }

  keepState(conversation: number, { positions, rows, focused, quiet, turns, trunkId }: PlacementState): void {
    this.#run(
      'UPDATE conversation SET positions = ?, rows = ?, focused = ?, quiet = ?, turns = ?, trunk_id = ? WHERE pk = ?',
      positions,
      rows,
      focused,
      quiet,
      turns,
      trunkId,
      conversation,
    )
  }

  pendingOf(conversation: number): PendingActions {
    const known = this.#pending.get(conversation)
    if (known !== undefined) return known
    const pending = new PendingActions()
    const rows = this.#statements.prepare(
      'SELECT pk, id, tool_call_id, row, focus FROM event WHERE conversation = ? AND pending = 1 ORDER BY pk',
    )
    for (const row of rows.all(conversation)) {
      pending.add({
        id: String(row['id']),
        toolCallId: toText(row['tool_call_id']),
        position: Number(row['pk']) % POSITIONS,
        row: Number(row['row']),
        focus: Number(row['focus']),
      })
    }
    if (this.#pending.size > KEPT) this.#pending.clear()
    this.#pending.set(conversation, pending)
    return pending
  }

  /** Notes which event answers an action; both are positions. */
  answer(conversation: number, action: number, position: number): void {
    const key = conversation * POSITIONS + action
    this.#run('UPDATE event SET answer = ?, pending = 0 WHERE pk = ?', position, key)
  }

  /** Numbers rows and turns of a conversation anew from what is stored. */
  placeAnew(conversation: number): void {
    const state = { ...NOTHING_PLACED }
    const pending = new PendingActions()
    let turnsBefore = 0
    let isBranched = false
    for (const row of this.#eventsOf(conversation)) {
      const turn = Number(row['turn'])
      const isUserMessage = turn === HEALED_MESSAGE || turn > turnsBefore
      turnsBefore = Math.max(turnsBefore, turn)
      const at = place(
        {
          id: String(row['id']),
          kind: this.#terms.valueOf(row['kind']) ?? '',
          nativeKind: this.#terms.valueOf(row['native_kind']),
          source: this.#terms.valueOf(row['source']),
          toolName: this.#terms.valueOf(row['tool']),
          actionId: toText(row['action_id']),
          toolCallId: toText(row['tool_call_id']),
          parentId: toText(row['branch_parent']) ?? state.trunkId,
          isUserMessage,
        },
        state,
        pending,
      )
      this.#move(Number(row['pk']), at)
      isBranched ||= at.branchParent !== null
      if (at.answers !== null) this.answer(conversation, at.answers, at.position)
    }
    this.#pending.set(conversation, pending)
    this.keepState(conversation, state)
    this.#run('UPDATE conversation SET branched = ? WHERE pk = ?', isBranched ? 1 : 0, conversation)
  }

  /** Marks the events that are off the active branch. True where a mark came or went. */
  markBranches(conversation: number): boolean {
    const row = this.#statements
      .prepare('SELECT branched, leaf_event_id FROM conversation WHERE pk = ?')
      .get(conversation)
    const leaf = toText(row?.['leaf_event_id'])
    const marked = this.#statements.prepare('SELECT 1 FROM event WHERE conversation = ? AND off_branch = 1 LIMIT 1')
    const isBranched = row?.['branched'] === 1
    if (!isBranched) return false
    if (leaf === null && marked.get(conversation) === undefined) return false
    const events = this.#eventsOf(conversation)
    const off = offBranch(
      events.map((event) => ({
        id: String(event['id']),
        isLeafKind: isLeafKind(this.#terms.valueOf(event['kind']) ?? ''),
        branchParent: toText(event['branch_parent']),
      })),
      leaf,
    )
    const valueOf = (event: Record<string, unknown>) => (off.has(String(event['id'])) ? 1 : 0)
    const changed = events.filter((event) => valueOf(event) !== event['off_branch'])
    for (const event of changed)
      this.#run('UPDATE event SET off_branch = ? WHERE pk = ?', valueOf(event), Number(event['pk']))
    return changed.length > 0
  }

  #eventsOf(conversation: number) {
    return this.#statements
      .prepare(
        `SELECT pk, id, kind, native_kind, source, tool, action_id, tool_call_id, branch_parent, off_branch, turn FROM event
         WHERE pk >= ? AND pk < ? ORDER BY pk`,
      )
      .all(...rangeOf(conversation))
  }

  #move(key: number, at: Placement): void {
    this.#run(
      `UPDATE event SET turn = ?, branch_parent = ?, role = ?, row = ?, head = ?, is_focused = ?, focus = ?, answer = NULL,
       pending = ? WHERE pk = ?`,
      at.turn,
      at.branchParent,
      at.role,
      at.row,
      at.head,
      at.isFocused ? 1 : 0,
      at.focus,
      at.isPending ? 1 : 0,
      key,
    )
  }

  #run(sql: string, ...values: readonly (string | number | null)[]): void {
    this.#statements.prepare(sql).run(...values)
  }
}

/** Place of a healed event until `placeAnew` gives it its own; keeps what only the event itself says. */
export function unplaced(
  position: number,
  event: { readonly isUserMessage: boolean; readonly parentId: string | null },
): Placement {
  return {
    position,
    turn: event.isUserMessage ? HEALED_MESSAGE : 0,
    role: 0,
    row: 0,
    head: position,
    isFocused: false,
    focus: 0,
    answers: null,
    isPending: false,
    branchParent: event.parentId,
  }
}
