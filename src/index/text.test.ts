import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fold, trigramExpression } from './fold.ts'
import { openForReading } from './open.ts'
import { Chance, EVERYTHING, UTC, anEvent, aTornEvent, plantIndex, type PlantedIndex } from './planted-index.ts'
import { GivenUpError, TextSearch } from './text-search.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const found = (text: string) => index.reader().count({ ...EVERYTHING, text: [text] }).total

describe('fold', () => {
  test.each([
    ['ΟΔΟΣ', 'οδος'],
    ['ΟΔΟΣ', 'ΟΔΌΣ'.normalize('NFD').replace('\u0301', '')],
    ['STRAẞE', 'straße'],
    ['I\u0307stanbul', 'İSTANBUL'],
    ['E\u0301te\u0301', 'été'],
    ['\u212Bngström', 'ångström'],
  ])('%s and %s are the same', (one, other) => {
    expect(fold(one)).toBe(fold(other))
  })

  test('a final sigma is found inside a word, and one inside at its end', () => {
    expect(fold('ὈΔΥΣΣΕΎΣ').includes(fold('ΣΕΎΣ'))).toBe(true)
    expect(fold('ΟΔΟΣ').includes(fold('Σ'))).toBe(true)
  })

  test('what SQLite cannot hold is replaced, and folding twice changes nothing', () => {
    expect(fold('a\0b\uD800c')).toBe('a b\uFFFDc')
    for (const text of ['İ', 'ΣΑΣ', 'ǅ', '\u1E9E', 'K', 'e\u0323\u0307']) expect(fold(fold(text))).toBe(fold(text))
  })
})

test('a text of fewer than three characters has no trigrams', () => {
  expect([trigramExpression('ab'), trigramExpression('🙂🙂'), trigramExpression('a"b')]).toEqual([null, null, '"a""b"'])
})

test.each(Array.from({ length: 8 }, (_, seed) => seed + 1))(
  'texts are found wherever the trigram index is (seed %i)',
  (seed) => {
    const chance = new Chance(seed)
    const letters = ['a', 'b', 'A', 'ß', 'Σ', 'ς', 'İ', 'e\u0301', '🙂', '👩‍👩‍👧', '\0', '\uD83D', '"', '%', ' '] as const
    const textOf = (length: number) => Array.from({ length }, () => chance.pick(letters)).join('')
    const texts = new Map<string, string[]>()
    for (let number = 0; number < 12; number++) {
      const events = Array.from({ length: 3 }, () => textOf(chance.below(12)))
      texts.set(`c${number}`, events)
      index.plant(
        `c${number}`,
        {},
        events.map((text, seq) => anEvent(seq, { text })),
      )
      if (chance.happens(0.4)) index.writer.buildText()
    }
    // One conversation goes, one is read anew, one is torn and heals.
    index.writer.removeSightings('a', ['c0'])
    texts.delete('c0')
    const anew = [textOf(8), textOf(8)]
    index.writer.take('c1', { mode: 'replace-all', events: anew.map((text, seq) => anEvent(seq, { text })) }, UTC)
    texts.set('c1', anew)
    if (chance.happens(0.5)) while (index.writer.buildText());
    const healed = textOf(9)
    index.plant('torn', {}, [aTornEvent(0), anEvent(1)])
    index.writer.take('torn', { mode: 'heal', events: [anEvent(0, { text: healed })] }, UTC)
    texts.set('torn', [healed])
    for (let round = 0; round < 40; round++) {
      const source = chance.pick([...texts.values()].flat() as [string, ...string[]])
      const from = chance.below(source.length)
      const needle = fold(chance.happens(0.8) ? source.slice(from, from + 1 + chance.below(6)) : textOf(3))
      if (needle === '') continue
      const expected = [...texts.values()].filter((events) => events.some((text) => fold(text).includes(needle))).length
      expect([needle, found(needle)]).toEqual([needle, expected])
    }
  },
)

test.each(['ab', 'abcd'])('a search for %s that nobody waits for is given up before it finds anything', (word) => {
  index.plant('x', {}, [anEvent(0, { text: 'nothing of it' })])
  index.writer.flush()
  const database = openForReading(index.file)
  expect(() => new TextSearch(database, () => true).conversationsWith(word, 1)).toThrow(GivenUpError)
  database.close()
})
