import { expect, test } from 'vitest'
import { DEFAULTED, OPERATIONS, type OperationId } from './operations.ts'
import { readParameters, toConversationId, toEventIdSpellings } from './parameters.ts'

const HEX = '0ea5de8dd9344ad482fd8e3e416fff3d'
const DASHED = '0ea5de8d-d934-4ad4-82fd-8e3e416fff3d'

function read<Id extends OperationId>(id: Id, query: string, path: Record<string, string> = {}) {
  const operation = OPERATIONS.get(id)
  if (!operation) throw new Error(`no operation ${id}`)
  return readParameters({ ...operation, id }, new URLSearchParams(query), path)
}

function faultsOf(id: OperationId, query: string, path?: Record<string, string>) {
  const reading = read(id, query, path)
  return reading.ok ? [] : reading.faults
}

test('defaults are filled in, and only for the names that the types promise', () => {
  const reading = read('searchConversations', '')
  expect(reading).toEqual({
    ok: true,
    values: { sort_order: 'UPDATED_AT_DESC', limit: 50, facet_limit: 12, time_zone: 'UTC' },
  })
  const names = [...OPERATIONS.values()].flatMap(({ parameters }) =>
    parameters.filter(({ schema }) => schema.type !== 'array' && schema.default !== undefined).map(({ name }) => name),
  )
  expect(new Set(names)).toEqual(new Set(DEFAULTED))
})

test('every parameter of a defaulted name has a default wherever it occurs', () => {
  const without = [...OPERATIONS.values()].flatMap(({ parameters }) =>
    parameters.filter(({ name, schema }) => DEFAULTED.some((word) => word === name) && !('default' in schema)),
  )
  expect(without).toEqual([])
})

test('values come in their types and in one spelling', () => {
  const reading = read(
    'searchEvents',
    'kind=openhands.sdk.event.llm_convertible.message.MessageEvent&kind=X&is_error=TRUE&limit=100&skeleton=0&offset=7',
    { conversation_id: DASHED.toUpperCase() },
  )
  expect(reading.ok && reading.values).toMatchObject({
    conversation_id: HEX,
    kind: ['MessageEvent', 'X'],
    is_error: true,
    limit: 100,
    skeleton: false,
    offset: 7,
  })
})

test.each([
  ['limit=0', 'greater_than_equal', ['query', 'limit']],
  ['limit=101', 'less_than_equal', ['query', 'limit']],
  ['limit=ten', 'int_parsing', ['query', 'limit']],
  ['limit=1.5', 'int_parsing', ['query', 'limit']],
  ['limit=', 'int_parsing', ['query', 'limit']],
  ['limit=1&limit=2', 'repeated', ['query', 'limit']],
  ['status=', 'enum', ['query', 'status']],
  ['status=running&status=RUNNING', 'enum', ['query', 'status', 1]],
  ['sort_order=NEWEST', 'enum', ['query', 'sort_order']],
  ['text=a', 'string_too_short', ['query', 'text']],
  ['text=%F0%9F%90%9B', 'string_too_short', ['query', 'text']],
  ['trigger=', 'string_too_short', ['query', 'trigger']],
  ['tag=team', 'tag_parsing', ['query', 'tag']],
  ['has_errors=maybe', 'bool_parsing', ['query', 'has_errors']],
  ['accumulated_cost__gte=cheap', 'float_parsing', ['query', 'accumulated_cost__gte']],
  ['accumulated_cost__gte=NaN', 'float_parsing', ['query', 'accumulated_cost__gte']],
  ['accumulated_cost__gte=-1', 'greater_than_equal', ['query', 'accumulated_cost__gte']],
  ['accumulated_cost__gte=1e400', 'float_parsing', ['query', 'accumulated_cost__gte']],
  ['updated_at__gte=2026-11-22T00:00:00', 'timezone_aware', ['query', 'updated_at__gte']],
  ['updated_at__gte=2026-11-22T00:00:00+01:00', 'datetime_parsing', ['query', 'updated_at__gte']],
  ['created_at__lt=soon', 'datetime_parsing', ['query', 'created_at__lt']],
  ['time_zone=Mars/Olympus', 'time_zone', ['query', 'time_zone']],
  ['include=everything', 'enum', ['query', 'include']],
  ['state=running', 'extra_forbidden', ['query', 'state']],
  ['__proto__=1', 'extra_forbidden', ['query', '__proto__']],
])('%s is %s', (query, type, loc) => {
  const faults = faultsOf('searchConversations', query)
  expect(faults.map((fault) => [fault.type, fault.loc])).toEqual([[type, loc]])
  expect(faults[0]?.msg).not.toBe('')
})

test.each([
  ['1e-7', 1e-7],
  ['1E300', 1e300],
  ['2.5e1', 25],
])('%s is a number as JSON writes it', (text, value) => {
  const reading = read('countConversations', `accumulated_cost__gte=${text}`)
  expect(reading.ok && reading.values.accumulated_cost__gte).toBe(value)
})

test('every fault is told, not the first alone', () => {
  expect(faultsOf('searchConversations', 'limit=0&status=no&nonsense=1').map(({ type }) => type)).toEqual([
    'extra_forbidden',
    'enum',
    'greater_than_equal',
  ])
})

test('what is required is missed', () => {
  expect(faultsOf('search', '').map(({ type, loc }) => [type, loc])).toEqual([['missing', ['query', 'text']]])
})

test('ids are at most a hundred', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `ids=c${index}`).join('&')
  expect(faultsOf('getConversations', ids(100))).toEqual([])
  expect(faultsOf('getConversations', ids(101)).map(({ type }) => type)).toEqual(['too_long'])
})

test('a time of events may be a wall clock', () => {
  expect(faultsOf('countEvents', 'timestamp__gte=2026-11-22T00:00:00', { conversation_id: 'x' })).toEqual([])
})

test('parameters of other servers without meaning here are accepted', () => {
  expect(faultsOf('searchConversations', 'include_skills=false&include_sub_conversations=true')).toEqual([])
})

test('no text makes it throw', () => {
  const texts = ['%00', '%ED%A0%80', '%', '%FF', "' OR 1=1 --", '%25_%5C', '%E2%80%AE', '..%2F..']
  const names = OPERATIONS.get('searchConversations')?.parameters.map(({ name }) => name) ?? []
  expect(names.length).toBeGreaterThan(40)
  for (const name of names)
    for (const text of texts) expect(read('searchConversations', `${name}=${text}`)).toBeDefined()
})

test('UUIDs have one spelling, other ids their own', () => {
  expect([DASHED, HEX, HEX.toUpperCase()].map(toConversationId)).toEqual([HEX, HEX, HEX])
  const others = ['0ea5de8d-d9344ad4-82fd-8e3e416fff3d', `${HEX}0`, 'My-Id', '(none)', '']
  expect(others.map(toConversationId)).toEqual(others)
})

test('an event may be asked for in both spellings of its id', () => {
  expect(toEventIdSpellings(HEX)).toEqual([HEX, DASHED])
  expect(toEventIdSpellings(DASHED)).toEqual([DASHED, HEX])
  expect(toEventIdSpellings('unreadable-3')).toEqual(['unreadable-3'])
})
