import { expect, test } from 'vitest'
import { isTimeSpelling } from './search-params.ts'
import { readTypedTime, resolveTime, writeTypedTime } from './typed-time.ts'

const BERLIN = 'Europe/Berlin'

test.each([
  ['', null],
  ['today', 'today'],
  [' Today ', 'today'],
  ['-24h', '-24h'],
  ['24h', '-24h'],
  ['7d ago', '-7d'],
  ['7 days ago', '-7d'],
  ['90 minutes', '-90m'],
  ['2w ago', '-2w'],
  ['2026-11-22 14:02', '2026-11-22T13:02:00Z'],
  ['2026-11-22T14:02', '2026-11-22T13:02:00Z'],
  ['2026-11-22 9:05', '2026-11-22T08:05:00Z'],
  ['2026-11-22, 14:02:03.5', '2026-11-22T13:02:03.500Z'],
  ['2026-11-22', '2026-11-21T23:00:00Z'],
  ['2026-11-22 14:02 UTC', '2026-11-22T14:02:00Z'],
  ['2026-11-22 14:02 -0330', '2026-11-22T17:32:00Z'],
])('"%s" in Berlin', (text, value) => {
  expect(readTypedTime(text, BERLIN)).toEqual({ value })
  if (value !== null) expect(isTimeSpelling(value)).toBe(true)
})

test.each([
  ['tomorrow', 'Write a time like'],
  ['22.11.2026', 'Write a time like'],
  ['7 months ago', 'Write a time like'],
  ['2026-02-31', 'no such day'],
  ['2026-11-22 25:00', 'no such day or time'],
  ['2026-03-29 02:30', 'Europe/Berlin skip this time'],
])('"%s" is refused', (text, problem) => {
  expect(readTypedTime(text, BERLIN).problem).toContain(problem)
})

test('around the change of clocks: an hour is missing, an hour comes twice', () => {
  expect(readTypedTime('2026-03-29 01:59', BERLIN).value).toBe('2026-03-29T00:59:00Z')
  expect(readTypedTime('2026-03-29 03:00', BERLIN).value).toBe('2026-03-29T01:00:00Z')
  expect(readTypedTime('2026-10-25 02:30', BERLIN).value).toBe('2026-10-25T00:30:00Z')
  expect(writeTypedTime('2026-10-25T00:30:00Z', BERLIN)).toBe('2026-10-25 02:30')
  expect(writeTypedTime('2026-10-25T01:30:00Z', BERLIN)).toBe('2026-10-25 02:30 +01:00')
})

test('what is written is read as it was, in any zone', () => {
  const start = Date.UTC(2026, 0, 1, 0, 0, 7)
  for (const zone of ['UTC', BERLIN, 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    for (let step = 0; step < 400; step++) {
      const spelt = new Date(start + step * 79_234_567).toISOString()
      expect(Date.parse(readTypedTime(writeTypedTime(spelt, zone), zone).value ?? '')).toBe(Date.parse(spelt))
    }
  }
  expect(writeTypedTime('-24h', BERLIN)).toBe('-24h')
})

test('relative times mean a moment', () => {
  const now = Date.parse('2026-03-29T12:00:00Z')
  const at = (spelt: string, zone: string) => new Date(resolveTime(spelt, now, zone)).toISOString()
  expect(at('-24h', BERLIN)).toBe('2026-03-28T12:00:00.000Z')
  expect(at('today', BERLIN)).toBe('2026-03-28T23:00:00.000Z')
  expect(at('today', 'Asia/Tokyo')).toBe('2026-03-28T15:00:00.000Z')
  expect(at('2026-03-01T00:00:00+01:00', BERLIN)).toBe('2026-02-28T23:00:00.000Z')
  // Clocks of Cairo went from 23:59:59 to 01:00:00.
  expect(resolveTime('today', Date.parse('2026-04-24T12:00:00Z'), 'Africa/Cairo')).toBe(
    Date.parse('2026-04-23T22:00:00Z'),
  )
})
