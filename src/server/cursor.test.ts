import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, spellingOf, type Cursor } from './cursor.ts'

const isText = (key: unknown): key is string => typeof key === 'string'
const anyValue = () => true

const question = { sort: 'TITLE', filter: spellingOf('conversations', new URLSearchParams('status=error')) }
const cursor: Cursor<string> = { ...question, direction: 'after', value: 'b', key: 'c1', resolvedAtMs: null }

function decode(pageId: string, asked = question) {
  return decodeCursor(pageId, asked, isText, anyValue)
}

/** Values with whatever a title or a number may hold, the same at each run. */
const VALUES = [
  null,
  '',
  'plain',
  'ünï "quoted" \\ \u0000 \n',
  '🐛'.repeat(60),
  'متجر',
  '"><script>alert(0)</script>',
  0,
  -1,
  0.02292125,
  Number.MAX_SAFE_INTEGER,
  1_795_363_200_000,
]

test('what goes in comes out, in a text that a URL takes as it is', () => {
  for (const value of VALUES)
    for (const direction of ['after', 'before'] as const)
      for (const resolvedAtMs of [null, 0, 1_795_363_200_000]) {
        const whole = { ...cursor, value, direction, resolvedAtMs }
        const pageId = encodeCursor(whole)
        expect(encodeURIComponent(pageId)).toBe(pageId)
        expect(decode(pageId)).toEqual({ kind: 'cursor', cursor: whole })
      }
})

test('a cursor of another order or filter is gone', () => {
  const pageId = encodeCursor(cursor)
  expect(decode(pageId, { ...question, sort: 'TITLE_DESC' })).toEqual({ kind: 'gone' })
  expect(decode(pageId, { ...question, filter: 'another' })).toEqual({ kind: 'gone' })
})

test('a cursor of another version is gone, whatever else it holds', () => {
  const other = Buffer.from(JSON.stringify({ v: 2, whatever: true })).toString('base64url')
  expect(decode(other)).toEqual({ kind: 'gone' })
})

test('a moment that the wire cannot write is none that a cursor has', () => {
  for (const resolvedAtMs of [8.64e15, -8.64e15, 253_402_300_800_000])
    expect(decode(encodeCursor({ ...cursor, resolvedAtMs })).kind).toBe('malformed')
})

test('every cut is noticed, and no changed letter makes it throw', () => {
  const pageId = encodeCursor(cursor)
  for (let length = 0; length < pageId.length; length++) expect(decode(pageId.slice(0, length)).kind).toBe('malformed')
  for (let at = 0; at < pageId.length; at++) {
    const changed = `${pageId.slice(0, at)}${pageId[at] === 'A' ? 'B' : 'A'}${pageId.slice(at + 1)}`
    expect(() => decode(changed)).not.toThrow()
  }
})

test.each([
  '0ea5de8dd9344ad482fd8e3e416fff3d',
  'MTA=',
  'a b',
  '%%%',
  '\u0000',
  ...['null', '1', '[]', '{}', '{"v":"1"}', '{"v":1'].map((text) => Buffer.from(text).toString('base64url')),
])('%j is no cursor', (pageId) => {
  expect(decode(pageId)).toEqual({ kind: 'malformed' })
})

test.each([{ k: 7 }, { k: null }, { l: [] }, { l: true }, { d: 'sideways' }, { t: 'now' }, { t: 1e300 }])(
  'a forged cursor with %j is no cursor',
  (forged) => {
    const { sort: s, filter: f } = question
    const content = { v: 1, s, f, d: 'after', l: 'b', k: 'c1', t: null, ...forged }
    expect(decode(Buffer.from(JSON.stringify(content)).toString('base64url'))).toEqual({ kind: 'malformed' })
  },
)

test('the order of parameters and the size of the page are no part of the filter', () => {
  const spell = (query: string) => spellingOf('conversations', new URLSearchParams(query))
  const one = spell('status=error&trigger=slack&trigger=gui')
  expect(spell('trigger=gui&limit=10&status=error&trigger=slack&page_id=x&include=facets&sort_order=TITLE')).toBe(one)
  expect(spell('status=error&trigger=slack')).not.toBe(one)
  expect(spell('status=error&trigger=slack&trigger=gui&nested=true')).not.toBe(one)
  expect(spell('-status=error&trigger=slack&trigger=gui')).not.toBe(one)
  expect(spellingOf('events of x', new URLSearchParams('status=error&trigger=slack&trigger=gui'))).not.toBe(one)
})
