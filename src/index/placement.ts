import { isQuiet, QUIET_KINDS } from '../contract/kinds.ts'
import { ROLE } from './schema.ts'

/** What placing needs to know of an event. */
export interface Placeable {
  readonly id: string
  readonly kind: string
  readonly nativeKind: string | null
  readonly source: string | null
  readonly toolName: string | null
  readonly actionId: string | null
  readonly toolCallId: string | null
  readonly parentId: string | null
  readonly isUserMessage: boolean
}

/** How far a conversation's events have been placed; kept with it, so that an append reads nothing back. */
export interface PlacementState {
  positions: number
  rows: number
  focused: number
  quiet: number
  turns: number
  /** Newest event that others may follow in the tree of events (state updates are leaves). */
  trunkId: string | null
}

/** An action that nothing has answered yet. */
export interface PendingAction {
  readonly id: string
  readonly toolCallId: string | null
  readonly position: number
  readonly row: number
  readonly focus: number
}

/** Where an event stands in each view. */
export interface Placement {
  readonly position: number
  readonly turn: number
  readonly role: number
  /** Row of the transcript: its own, that of the action it answers, or the nearest before it. */
  readonly row: number
  /** Position of the event that is its row; its own where it is one, or would be if asked for. */
  readonly head: number
  readonly isFocused: boolean
  /** Row of the focused view: its own or the nearest before it. */
  readonly focus: number
  /** Position of the action that it answers. */
  readonly answers: number | null
  readonly isPending: boolean
  /** Parent in the tree of events where that is not simply the event before. */
  readonly branchParent: string | null
}

/** Kinds that answer an action. */
const ANSWER_KINDS = new Set(['ObservationEvent', 'AgentErrorEvent', 'UserRejectObservation'])
/** Kinds that wait for an answer; of an ACP tool call the second event of the same call is the answer to the first. */
const ACTION_KINDS = new Set(['ActionEvent', 'ACPToolCallEvent'])

/** Unanswered actions of one conversation, found by event id or tool call id; of one call id, the newest. */
export class PendingActions {
  readonly #byId = new Map<string, PendingAction>()
  readonly #byCall = new Map<string, PendingAction[]>()

  add(action: PendingAction): void {
    this.#byId.set(action.id, action)
    if (action.toolCallId === null) return
    const ofCall = this.#byCall.get(action.toolCallId)
    if (ofCall === undefined) this.#byCall.set(action.toolCallId, [action])
    else ofCall.push(action)
  }

  /** Takes out the action that an event answers. */
  take(event: Placeable): PendingAction | null {
    const byId = event.actionId === null ? undefined : this.#byId.get(event.actionId)
    const action = byId ?? (event.toolCallId === null ? undefined : this.#byCall.get(event.toolCallId)?.at(-1))
    if (action === undefined) return null
    this.#byId.delete(action.id)
    if (action.toolCallId !== null) this.#forgetCall(action.toolCallId, action)
    return action
  }

  #forgetCall(toolCallId: string, action: PendingAction): void {
    const left = this.#byCall.get(toolCallId)?.filter((other) => other !== action) ?? []
    if (left.length === 0) this.#byCall.delete(toolCallId)
    else this.#byCall.set(toolCallId, left)
  }
}

/** Places the next event of a conversation; `state` and `pending` move on. */
export function place(event: Placeable, state: PlacementState, pending: PendingActions): Placement {
  const position = state.positions++
  if (event.isUserMessage) state.turns++
  const quiet = isQuiet(event.kind, event.nativeKind)
  const isAction = ACTION_KINDS.has(event.kind)
  const answered = ANSWER_KINDS.has(event.kind) || event.kind === 'ACPToolCallEvent' ? pending.take(event) : null
  const isFocused = answered === null && isFocusedEvent(event)
  if (quiet) state.quiet++
  else if (answered === null) state.rows++
  if (isFocused) state.focused++
  const row = answered?.row ?? Math.max(0, state.rows - 1)
  const focus = answered?.focus ?? Math.max(0, state.focused - 1)
  const isPending = isAction && answered === null
  if (isPending) pending.add({ id: event.id, toolCallId: event.toolCallId, position, row, focus })
  return {
    position,
    turn: state.turns,
    role: quiet ? ROLE.quiet : answered === null ? ROLE.head : ROLE.folded,
    row,
    head: answered?.position ?? position,
    isFocused,
    focus,
    answers: answered?.position ?? null,
    isPending,
    branchParent: branchParent(event, state),
  }
}

/** Messages of user and agent, and what the tool `finish` said. */
function isFocusedEvent(event: Placeable): boolean {
  if (event.kind === 'MessageEvent') return event.source === 'user' || event.source === 'agent'
  return event.kind === 'ActionEvent' && event.toolName === 'finish'
}

function branchParent(event: Placeable, state: PlacementState): string | null {
  const follows = event.parentId === null || event.parentId === state.trunkId
  const isFirst = state.trunkId === null && event.parentId === ROOT
  // An unreadable event counts here, so that what follows it keeps the parent that it states until the file heals.
  if (!isQuiet(event.kind, event.nativeKind)) state.trunkId = event.id
  return follows || isFirst ? null : event.parentId
}

/** Parent of an event that starts a tree. */
const ROOT = '__root__'

/** Whether no other event follows one of this kind in the tree: what is quiet, and what could not be read. */
export function isLeafKind(kind: string): boolean {
  return QUIET_KINDS.has(kind) || kind === 'UnreadableEvent'
}

/** One event of a tree, in append order. */
export interface Branching {
  readonly id: string
  readonly isLeafKind: boolean
  readonly branchParent: string | null
}

/**
 * Ids of the events off the active branch: those that a walk up from the leaf does not meet. Events without a stated parent, or with
 * one that is not there (its file is torn), follow the newest trunk event before them. Empty when the leaf is not among the
 * events: nobody can say then.
 */
export function offBranch(events: readonly Branching[], leafId: string | null): ReadonlySet<string> {
  const parentOf = toParents(events)
  if (leafId === null || !parentOf.has(leafId)) return new Set()
  const active = new Set<string>()
  for (let id: string | null = leafId; id !== null && !active.has(id); id = parentOf.get(id) ?? null) active.add(id)
  const isActive = (event: Branching) => {
    const parent = parentOf.get(event.id) ?? null
    return active.has(event.id) || (event.isLeafKind && (parent === null || active.has(parent)))
  }
  return new Set(events.filter((event) => !isActive(event)).map((event) => event.id))
}

function toParents(events: readonly Branching[]): ReadonlyMap<string, string | null> {
  const ids = new Set(events.map(({ id }) => id))
  const parentOf = new Map<string, string | null>()
  let trunk: string | null = null
  for (const event of events) {
    const stated = event.branchParent
    const isThere = stated !== null && ids.has(stated)
    parentOf.set(event.id, stated === ROOT ? null : isThere ? stated : trunk)
    if (!event.isLeafKind) trunk = event.id
  }
  return parentOf
}
