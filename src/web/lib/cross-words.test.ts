import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCrossSearch, toCrossRecord } from './cross-search.ts'
import { cutAtHits, describeCrossFilters, formatTotals } from './cross-words.ts'

const now = Date.parse('2026-11-22T14:02:05Z')

test('every filter is a chip that leads to the question without it', () => {
  const record = {
    q: 'abc',
    kind: 'ActionEvent,MessageEvent',
    '-esource': 'agent,(none)',
    tool: 'run',
    eerrors: 'true',
    efrom: '2026-11-22T10:00:00Z',
    eto: 'today',
    status: 'error',
    repo: 'octo/shop',
  }
  const chips = describeCrossFilters(parseCrossSearch(record).search, now, 'utc')
  expect(chips.map(({ sentence }) => sentence)).toEqual([
    'Kind is Action or Message',
    'Source is not Agent or none',
    'Tool is run',
    'Errors only',
    'Time: from Nov 22, 10:00, before today',
    'Conversation: Status is Error',
    'Conversation: Repository is octo/shop',
  ])
  expect(Object.keys(toCrossRecord(chips[0]?.without ?? parseCrossSearch({}).search))).not.toContain('kind')
  expect(chips.map(({ without }) => Object.keys(toCrossRecord(without)).length)).toEqual([8, 8, 8, 8, 7, 8, 8])
  const [preset] = describeCrossFilters(parseCrossSearch({ efrom: '-24h' }).search, now, 'utc')
  expect(preset?.sentence).toBe('Time: last 24 hours')
})

test('totals say what is not final', () => {
  expect(formatTotals({ total: 1203, total_conversations: 41, exact: true })).toBe('1,203 hits in 41 conversations')
  expect(formatTotals({ total: 1, total_conversations: 1, exact: false })).toBe('≥ 1 hit in 1 conversation')
  expect(formatTotals({ total: 0, total_conversations: 0, exact: false })).toBe('no hits so far')
  expect(formatTotals({ total: 0, total_conversations: 0, exact: true })).toBe('no hits')
  expect(formatTotals({ total: null, total_conversations: null, exact: false })).toBe('counting hits')
})

test('a snippet is cut at its hits, and loses no letter whatever the ranges are', () => {
  expect(cutAtHits('… a 😀 b 😀', [[4, 6]])).toEqual([
    { text: '… a ', isHit: false },
    { text: '😀', isHit: true },
    { text: ' b 😀', isHit: false },
  ])
  expect(cutAtHits('ab', [[0, 2]])).toEqual([{ text: 'ab', isHit: true }])
  expect(cutAtHits('', [])).toEqual([])
  fc.assert(
    fc.property(fc.string(), fc.array(fc.array(fc.integer({ min: -2, max: 20 }), { maxLength: 3 })), (text, ranges) => {
      const parts = cutAtHits(text, ranges)
      expect(parts.map((part) => part.text).join('')).toBe(text)
    }),
  )
})
