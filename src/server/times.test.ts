import { expect, test } from 'vitest'
import { isRelativeTime, isTimeZone, parseTime, resolveMoment } from './times.ts'

const at = (iso: string) => Date.parse(iso)

test.each([
  ['2026-11-22T15:30:00Z', { kind: 'instant', ms: at('2026-11-22T15:30:00Z') }],
  ['2026-11-22T15:30Z', { kind: 'instant', ms: at('2026-11-22T15:30:00Z') }],
  ['2026-11-22T15:30:00.5+01:00', { kind: 'instant', ms: at('2026-11-22T14:30:00.500Z') }],
  ['2026-11-22T15:30:00-0330', { kind: 'instant', ms: at('2026-11-22T19:00:00Z') }],
  ['2026-11-22 15:30:00+01', { kind: 'instant', ms: at('2026-11-22T14:30:00Z') }],
  ['2026-11-22T15:30:00', { kind: 'wall', ms: at('2026-11-22T15:30:00Z') }],
  ['2026-11-22', { kind: 'wall', ms: at('2026-11-22T00:00:00Z') }],
  ['1700000000', { kind: 'instant', ms: 1_700_000_000_000 }],
  ['-24h', { kind: 'ago', ms: 86_400_000 }],
  ['-7d', { kind: 'ago', ms: 604_800_000 }],
  ['-30m', { kind: 'ago', ms: 1_800_000 }],
  ['today', { kind: 'today' }],
])('%s is read', (text, moment) => {
  expect(parseTime(text)).toEqual(moment)
})

test.each([
  '',
  'yesterday-ish',
  '24h',
  '-24',
  '-1234567d',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-22T25:00:00Z',
  '2026-11-22T15:30:00 01:00',
  '2026-11-22T15:30:00+24:00',
  '2026-11-22T15:30:00+01:99',
  '20261122T153000Z',
  '999999999999999',
  '\u0000',
])('%j is no time', (text) => {
  expect(parseTime(text)).toBeNull()
})

test.each([
  ['2026-11-22T23:30:00Z', 'UTC', '2026-11-22T00:00:00Z'],
  ['2026-11-22T23:30:00Z', 'Europe/Berlin', '2026-11-22T23:00:00Z'],
  ['2026-11-22T03:30:00Z', 'America/New_York', '2026-11-21T05:00:00Z'],
  // Clocks go forward and back within the day.
  ['2026-03-29T10:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
  ['2026-10-25T22:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00Z'],
  // No midnight at all that day, and two of them.
  ['2018-11-04T15:00:00Z', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['2026-11-01T15:00:00Z', 'America/Havana', '2026-11-01T04:00:00Z'],
])('today at %s in %s began at %s', (now, timeZone, start) => {
  expect(new Date(resolveMoment({ kind: 'today' }, { nowMs: at(now), timeZone })).toISOString()).toBe(
    new Date(at(start)).toISOString(),
  )
})

test('a relative time is counted back from now', () => {
  const clock = { nowMs: at('2026-11-22T12:00:00Z'), timeZone: 'Asia/Tokyo' }
  expect(resolveMoment({ kind: 'ago', ms: 3_600_000 }, clock)).toBe(at('2026-11-22T11:00:00Z'))
  expect(isRelativeTime('-1h')).toBe(true)
  expect(isRelativeTime('2026-11-22T11:00:00Z')).toBe(false)
})

test('zones are known by their IANA names', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Sao_Paulo'].every(isTimeZone)).toBe(true)
  expect(['Mars/Olympus', '', '\u0000', 'Europe/'].some(isTimeZone)).toBe(false)
})
