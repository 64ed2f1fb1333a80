import { expect, test } from 'vitest'
import { readTypedPlace } from './event-place.ts'

const START = Date.parse('2026-11-22T15:33:43Z')

test('a number is that of an event', () => {
  expect(readTypedPlace(' #1203 ', START, 'UTC')).toEqual({ seq: 1203 })
  expect(readTypedPlace('0', null, 'UTC')).toEqual({ seq: 0 })
})

test('a clock is the first such time after the beginning, in the zone that is shown', () => {
  expect(readTypedPlace('16:05', START, 'UTC')).toEqual({ at: '2026-11-22T16:05:00Z' })
  expect(readTypedPlace('15:33', START, 'UTC')).toEqual({ at: '2026-11-22T15:33:00Z' })
  expect(readTypedPlace('9:05', START, 'UTC')).toEqual({ at: '2026-11-23T09:05:00Z' })
  expect(readTypedPlace('17:00:30', START, 'Europe/Berlin')).toEqual({ at: '2026-11-22T16:00:30Z' })
})

test('a day and a clock are meant as they are written', () => {
  expect(readTypedPlace('2026-11-20 14:05', START, 'UTC')).toEqual({ at: '2026-11-20T14:05:00Z' })
  expect(readTypedPlace('2026-11-20T14:05:00+01:00', null, 'UTC')).toEqual({ at: '2026-11-20T13:05:00Z' })
})

test('anything else is answered with what can be written', () => {
  for (const text of ['', 'the end', '25:00', '2026-02-31 10:00', '-24h', 'today', '1.5'])
    expect(readTypedPlace(text, START, 'UTC')).toHaveProperty('problem')
  expect(readTypedPlace('14:05', null, 'UTC')).toHaveProperty('problem')
})
