// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useFoundMarks } from './found-marks.ts'

// jsdom paints nothing, and so has no highlights.
const highlights = new Map<string, ReadonlySet<Range>>()
beforeEach(() => {
  vi.stubGlobal('Highlight', Set)
  vi.stubGlobal('CSS', { highlights })
})
afterEach(() => vi.unstubAllGlobals())

function marks(html: string, needle: string): readonly string[] {
  const element = document.createElement('div')
  element.innerHTML = html
  const hook = renderHook(() => useFoundMarks({ current: element }, needle))
  const found = [...(highlights.get('found') ?? [])].map(String)
  hook.unmount()
  return found
}

test('a text is found over the borders of words, not over those of lines', () => {
  expect(marks('<p>a <b>fox</b>glove</p><p>fox</p><p>glove, Foxglove</p>', 'foxglove')).toEqual([
    'foxglove',
    'Foxglove',
  ])
  expect(marks('<p>one one<i>one</i> o<i>n</i>e</p>', 'one')).toEqual(['one', 'one', 'one', 'one'])
})

test('what stands on both sides of a mark, or of a word of ours, is not one text', () => {
  expect(marks('<p>a<mark>ab</mark>b</p>', 'ab')).toEqual([])
  expect(marks('<p>a<span data-unsearched>, 3 lines, </span>b ab</p>', 'ab')).toEqual(['ab'])
})

test('a text that repeats itself without end is marked as far as anybody looks', () => {
  expect(marks(`<pre>${'a'.repeat(600_000)}</pre>`, 'aa')).toHaveLength(5000)
})
