import { expect, test } from 'vitest'
import { eventIdOf } from './event-record.ts'
import { toFilledText } from './json-value.ts'

test('a text is trimmed, a blank one is none, and no NUL ends it early', () => {
  expect([' a b ', ' \n', '', 7, null, 'Ti\0tle\0'].map(toFilledText)).toEqual([
    'a b',
    null,
    null,
    null,
    null,
    'Ti\uFFFDtle\uFFFD',
  ])
})

test('an id keeps its end behind a NUL', () => {
  expect(['a\0b', 'a\0c'].map((id) => eventIdOf({ id }))).toEqual(['a\uFFFDb', 'a\uFFFDc'])
})
