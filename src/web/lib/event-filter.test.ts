import { expect, test } from 'vitest'
import {
  isFiltered,
  listValues,
  setValues,
  toEventFilter,
  toTab,
  toggleValue,
  withoutEventFilter,
} from './event-filter.ts'

test('the address becomes the parameters of the events routes; what says nothing is left out', () => {
  expect(
    toEventFilter({
      kind: 'ActionEvent,MessageEvent',
      '-tool': 'think',
      esource: 'agent',
      equery: ' npm ',
      eerrors: 'true',
      efailed: 'no',
    }),
  ).toEqual({
    kind: ['ActionEvent', 'MessageEvent'],
    '-tool_name': ['think'],
    source: ['agent'],
    text: ['npm'],
    is_error: true,
  })
  expect(isFiltered(toEventFilter({ equery: 'x', status: 'error', tab: 'events' }))).toBe(false)
})

test('a value keeps its commas and percent signs through the address', () => {
  const values = ['a,b', '100%', '%2C', 'plain']
  const search = setValues({}, 'tool', values)
  expect(listValues(search, 'tool')).toEqual(values)
})

test('choosing a value twice changes nothing but leaves no empty key', () => {
  const once = toggleValue({ status: 'error' }, 'kind', 'ActionEvent')
  expect(once).toEqual({ status: 'error', kind: 'ActionEvent' })
  expect(toggleValue(once, 'kind', 'ActionEvent')).toEqual({ status: 'error' })
})

test('a value is included or excluded, never both', () => {
  const both = toggleValue({ kind: 'ActionEvent,MessageEvent' }, '-kind', 'ActionEvent')
  expect(both).toEqual({ kind: 'MessageEvent', '-kind': 'ActionEvent' })
  expect(toggleValue(both, '-kind', 'ActionEvent')).toEqual({ kind: 'MessageEvent' })
  expect(toggleValue(both, 'kind', 'ActionEvent')).toEqual({ kind: 'MessageEvent,ActionEvent' })
})

test("clearing the events' filters keeps the tab and the list's keys", () => {
  const search = { status: 'error', q: 'x', tab: 'events', kind: 'ActionEvent', equery: 'npm', efrom: '-1h' }
  expect(withoutEventFilter(search)).toEqual({ status: 'error', q: 'x', tab: 'events' })
})

test('a time that the index would refuse is left out, so that a torn link still opens', () => {
  expect(toEventFilter({ efrom: 'yesterday', eto: '-1h' })).toEqual({ timestamp__lt: '-1h' })
})

test('a day is that of the zone that times are shown in', () => {
  expect(toEventFilter({ efrom: 'today' }, 'Asia/Tokyo')).toEqual({ timestamp__gte: 'today', time_zone: 'Asia/Tokyo' })
  expect(toEventFilter({ efrom: '-1h' }, 'Asia/Tokyo')).toEqual({ timestamp__gte: '-1h' })
})

test('an unknown tab is the first one', () => {
  expect([{}, { tab: 'raw' }, { tab: 'timeline' }, { tab: 'map' }].map(toTab)).toEqual([
    'transcript',
    'raw',
    'timeline',
    'transcript',
  ])
})
