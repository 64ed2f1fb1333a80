import { expect, test } from 'vitest'
import type { EventRow } from '../index/event-port.ts'
import { toWireMicroseconds, toWireSkeleton, toWireWhole } from './event-wire.ts'

const row: EventRow = {
  id: 'e1',
  seq: 3,
  locator: 'event-00003-e1.json',
  timestamp: 1_795_361_652_978_024,
  timestamp_assumed: false,
  kind: 'ActionEvent',
  native_kind: null,
  source: 'agent',
  tool_name: 'terminal',
  is_error: false,
  exit_code: null,
  size_bytes: 689,
  headline: '$ ls',
  action_id: null,
  tool_call_id: 'call_1',
  llm_response_id: null,
  turn: 1,
  off_branch: false,
  row: 2,
  answer: {
    id: 'e2',
    seq: 4,
    locator: null,
    kind: 'ObservationEvent',
    is_error: false,
    exit_code: 0,
    elapsed_ms: null,
    headline: null,
    size_bytes: 12,
  },
}

test('times keep their microseconds and drop zeros', () => {
  expect(toWireMicroseconds(1_795_361_652_978_024)).toBe('2026-11-22T15:34:12.978024Z')
  expect(toWireMicroseconds(1_795_361_652_978_000)).toBe('2026-11-22T15:34:12.978Z')
  expect(toWireMicroseconds(-1)).toBe('1969-12-31T23:59:59.999999Z')
  expect(toWireMicroseconds(1e19)).toBeNull()
})

test('a skeleton leaves out what is null, and where the body lies', () => {
  expect(toWireSkeleton(row, 'events')).toEqual({
    id: 'e1',
    seq: 3,
    kind: 'ActionEvent',
    is_error: false,
    size_bytes: 689,
    turn: 1,
    timestamp: '2026-11-22T15:34:12.978024Z',
    source: 'agent',
    tool_name: 'terminal',
    headline: '$ ls',
    tool_call_id: 'call_1',
  })
})

test('the folding views add row and answer', () => {
  expect(toWireSkeleton(row, 'transcript')).toMatchObject({
    row: 2,
    answer: { seq: 4, id: 'e2', kind: 'ObservationEvent', is_error: false, size_bytes: 12, exit_code: 0 },
  })
  expect(toWireSkeleton({ ...row, answer: null }, 'transcript')).not.toHaveProperty('answer')
})

test('where names meet ours stand, and theirs fill what we do not know with what it may hold', () => {
  const skeleton = toWireSkeleton(row, 'events')
  const body = {
    id: 7,
    seq: 'nine',
    timestamp: '2026-11-22T15:34:12',
    extra: { kept: true },
    action_id: 'e0',
    llm_response_id: null,
    exit_code: 2.5,
    offset: 'theirs',
    answer: 'theirs',
  }
  expect(toWireWhole(body, skeleton)).toEqual({ ...skeleton, action_id: 'e0', extra: { kept: true } })
  expect(toWireWhole({ exit_code: 2 }, skeleton).exit_code).toBe(2)
  expect(toWireWhole(null, skeleton)).toEqual(skeleton)
})
