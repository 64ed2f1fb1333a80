import { expect, test } from 'vitest'
import { offBranch, PendingActions, place, type Placeable, type PlacementState } from './placement.ts'

const event = (id: string, kind: string, fields: Partial<Placeable> = {}): Placeable => ({
  id,
  kind,
  nativeKind: null,
  source: null,
  toolName: null,
  actionId: null,
  toolCallId: null,
  parentId: null,
  isUserMessage: false,
  ...fields,
})

function placeAll(events: readonly Placeable[]) {
  const state: PlacementState = { positions: 0, rows: 0, focused: 0, quiet: 0, turns: 0, trunkId: null }
  const pending = new PendingActions()
  return { placed: events.map((one) => place(one, state, pending)), state }
}

test('an answer stands in the row of its action, however late it comes', () => {
  const { placed, state } = placeAll([
    event('a', 'ActionEvent', { toolCallId: 'call' }),
    event('b', 'ActionEvent'),
    event('quiet', 'TokenEvent'),
    event('c', 'ObservationEvent', { actionId: 'b' }),
    event('d', 'AgentErrorEvent', { toolCallId: 'call' }),
    event('e', 'UserRejectObservation', { actionId: 'nobody' }),
  ])
  expect(placed.map(({ row, head, answers }) => [row, head, answers])).toEqual([
    [0, 0, null],
    [1, 1, null],
    [1, 2, null],
    [1, 1, 1],
    [0, 0, 0],
    [2, 5, null],
  ])
  expect(state).toMatchObject({ positions: 6, rows: 3, quiet: 1 })
})

test('the second event of an ACP call answers the first, and a third is a call of its own', () => {
  const call = (id: string) => event(id, 'ACPToolCallEvent', { toolCallId: 'call' })
  expect(placeAll([call('a'), call('b'), call('c'), call('d')]).placed.map(({ answers }) => answers)).toEqual([
    null,
    0,
    null,
    2,
  ])
})

test('a hook that names an action answers nothing', () => {
  expect(
    placeAll([event('a', 'ActionEvent'), event('b', 'HookExecutionEvent', { actionId: 'a' })]).placed[1]?.answers,
  ).toBeNull()
})

test('turns count the messages of the user, this one included', () => {
  const message = event('m', 'MessageEvent', { source: 'user', isUserMessage: true })
  expect(
    placeAll([event('a', 'PauseEvent'), message, event('b', 'PauseEvent'), message]).placed.map(({ turn }) => turn),
  ).toEqual([0, 1, 1, 2])
})

test('the focused view has messages of user and agent, and what finish said', () => {
  const { placed } = placeAll([
    event('a', 'MessageEvent', { source: 'user' }),
    event('b', 'MessageEvent', { source: 'hook' }),
    event('c', 'ActionEvent', { toolName: 'terminal' }),
    event('d', 'ActionEvent', { toolName: 'finish' }),
    event('e', 'ObservationEvent', { actionId: 'd', toolName: 'finish' }),
  ])
  expect(placed.map(({ isFocused, focus }) => [isFocused, focus])).toEqual([
    [true, 0],
    [false, 0],
    [false, 0],
    [true, 1],
    [false, 1],
  ])
})

test('only what does not follow the event before it keeps its parent', () => {
  const { placed } = placeAll([
    event('a', 'PauseEvent', { parentId: '__root__' }),
    event('s', 'ConversationStateUpdateEvent', { parentId: 'a' }),
    event('b', 'PauseEvent', { parentId: 'a' }),
    event('c', 'PauseEvent', { parentId: 'a' }),
    event('d', 'PauseEvent'),
    event('e', 'PauseEvent', { parentId: '__root__' }),
  ])
  expect(placed.map(({ branchParent }) => branchParent)).toEqual([null, null, null, 'a', null, '__root__'])
})

test('a ring of parents ends a walk up the tree', () => {
  const ring = [
    ['a', 'b'],
    ['b', 'a'],
    ['c', null],
  ] as const
  const off = offBranch(
    ring.map(([id, branchParent]) => ({ id, branchParent, isLeafKind: false })),
    'a',
  )
  expect([...off]).toEqual(['c'])
})

test('a leaf that is not there marks nothing', () => {
  expect(offBranch([{ id: 'a', branchParent: null, isLeafKind: false }], 'b').size).toBe(0)
})

test('what V0 says with nothing in it is quiet, whatever its kind', () => {
  const { placed, state } = placeAll([
    event('a', 'ActionEvent', { nativeKind: 'action:null' }),
    event('b', 'ObservationEvent', { nativeKind: 'observation:null' }),
    event('c', 'ActionEvent', { nativeKind: 'action:run' }),
  ])
  expect(placed.map(({ role }) => role)).toEqual([2, 2, 0])
  expect(state).toMatchObject({ rows: 1, quiet: 2 })
})
