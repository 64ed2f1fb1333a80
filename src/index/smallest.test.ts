import { expect, test } from 'vitest'
import { Chance } from './planted-index.ts'
import { smallest, sortedPart } from './smallest.ts'

const ascending = (a: number, b: number) => a - b

test.each([1, 2, 3, 4, 5, 6, 7, 8])('any part is what sorting everything gives (seed %i)', (seed) => {
  const chance = new Chance(seed)
  for (let round = 0; round < 50; round++) {
    const values = Array.from({ length: chance.below(60) }, (_, at) => at)
    if (chance.happens(0.8)) values.sort(() => chance.below(3) - 1)
    const compare = chance.happens(0.5) ? ascending : (a: number, b: number) => b - a
    const sorted = values.toSorted(compare)
    const from = chance.below(70)
    const to = from + 1 + chance.below(20)
    expect(sortedPart(values, compare, from, to)).toEqual(sorted.slice(from, to))
    expect(smallest(values, compare, to)).toEqual(sorted.slice(0, to))
  }
})

test('of equals the first stays the first', () => {
  const byLetter = (a: string, b: string) => (a.charAt(0) < b.charAt(0) ? -1 : a.charAt(0) > b.charAt(0) ? 1 : 0)
  expect(smallest(['b1', 'a1', 'b2', 'a2', 'a3'], byLetter, 3)).toEqual(['a1', 'a2', 'a3'])
  expect(smallest(['b1', 'b2', 'b3'], byLetter, 2)).toEqual(['b1', 'b2'])
})
