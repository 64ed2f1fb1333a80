import { describe, expect, test } from 'vitest'
import { offsetAt, offsetAtWallClock } from './zone.ts'

const utc = (text: string) => Date.parse(`${text}Z`)

test.each([
  ['UTC', '2026-07-01T00:00', 0],
  ['-300', '2026-07-01T00:00', -300],
  ['Europe/Berlin', '2026-01-01T00:00', 60],
  ['Europe/Berlin', '2026-07-01T00:00', 120],
  ['Asia/Kathmandu', '2026-07-01T00:00', 345],
  ['America/St_Johns', '2026-01-01T00:00', -210],
])('%s at %s is %i minutes ahead', (zone, moment, minutes) => {
  expect(offsetAt(zone, utc(moment))).toBe(minutes)
})

test('the offset changes at the very moment', () => {
  const change = utc('2026-03-29T01:00')
  expect([offsetAt('Europe/Berlin', change - 1), offsetAt('Europe/Berlin', change)]).toEqual([60, 120])
})

test('an unknown zone is an error', () => {
  expect(() => offsetAt('Mars/Olympus', 0)).toThrow(RangeError)
})

describe('wall clocks', () => {
  test.each([
    ['Europe/Berlin', '2026-03-29T01:59', 60],
    ['Europe/Berlin', '2026-03-29T03:00', 120],
    ['Europe/Berlin', '2026-10-25T01:59', 120],
    ['Europe/Berlin', '2026-10-25T03:00', 60],
    ['America/New_York', '2026-03-08T01:59', -300],
    ['America/New_York', '2026-03-08T03:00', -240],
    ['Australia/Lord_Howe', '2026-10-04T03:00', 660],
    ['Pacific/Kiritimati', '2026-06-01T12:00', 840],
  ])('%s at %s', (zone, wall, minutes) => {
    expect(offsetAtWallClock(zone, utc(wall))).toBe(minutes)
  })

  test.each([
    ['Europe/Berlin', '2026-10-25T02:30', 120],
    ['America/New_York', '2026-11-01T01:30', -240],
  ])('of two moments the earlier is meant: %s at %s', (zone, wall, minutes) => {
    expect(offsetAtWallClock(zone, utc(wall))).toBe(minutes)
  })

  test.each([
    ['Europe/Berlin', '2026-03-29T02:30', 60],
    ['America/New_York', '2026-03-08T02:30', -300],
    ['Australia/Lord_Howe', '2026-10-04T02:15', 630],
  ])('a time that was skipped is read as if it had not been: %s at %s', (zone, wall, minutes) => {
    expect(offsetAtWallClock(zone, utc(wall))).toBe(minutes)
  })
})
