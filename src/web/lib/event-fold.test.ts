import { expect, test } from 'vitest'
import { countLines, fold, includesText, toPages } from './event-fold.ts'

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n')

test('a short text is whole, its last newline is no line', () => {
  expect(fold('one\ntwo\n')).toMatchObject({ shown: 'one\ntwo', shownLines: 2, totalLines: 2, isWhole: true })
  expect(fold(lines(20))).toMatchObject({ shownLines: 20, isWhole: true })
  expect(fold('')).toMatchObject({ shown: '', totalLines: 0, isWhole: true })
})

test('a long text shows twenty lines', () => {
  expect(fold(lines(214))).toMatchObject({ shown: lines(20), shownLines: 20, totalLines: 214, isWhole: false })
})

test('one endless line is cut by letters', () => {
  expect(fold('x'.repeat(50_000))).toMatchObject({
    shown: 'x'.repeat(8000),
    shownLines: 1,
    totalLines: 1,
    isWhole: false,
  })
})

test('what is searched and lies beyond the fold is shown with the lines around it', () => {
  const { shown, found } = fold(lines(5000), 'LINE 4321')
  expect(shown).toBe(lines(20))
  expect(found?.text.split('\n')).toEqual(Array.from({ length: 16 }, (_, index) => `line ${4316 + index}`))
  expect(found).toMatchObject({ skippedLines: 4295, lines: 16 })
})

test('what is searched and stands before the fold, or nowhere, opens nothing', () => {
  expect(fold(lines(214), 'line 7').found).toBeNull()
  expect(fold(lines(214), 'nowhere').found).toBeNull()
  expect(fold(lines(214), '  ').found).toBeNull()
})

test('in one endless line a stretch around what is searched is shown', () => {
  const { found } = fold(`${'x'.repeat(30_000)}needle${'y'.repeat(2_000_000)}`, 'needle')
  expect(found?.text).toContain('needle')
  expect(found?.text.length).toBeLessThan(5000)
})

test('just behind the fold nothing is shown twice', () => {
  expect(fold(lines(214), 'line 22').found).toMatchObject({ skippedLines: 0 })
  expect(fold(lines(214), 'line 22').found?.text).toMatch(/^line 21\nline 22\n/)
})

test('colours between the letters hide nothing from a search', () => {
  expect(includesText('a \u001b[1;31mneed\u001b[0mle', 'NEEDLE')).toBe(true)
  expect(fold(`${lines(30)}\na \u001b[31mneed\u001b[0mle`, 'needle').found?.text).toContain('need\u001b[0mle')
})

test.each([lines(5000), 'x'.repeat(34_000), `${'x'.repeat(34_000)}\n\n\nend`, '', '\n', '\n\n\n', 'a\n'])(
  'pages hold all of a text, each within its bounds',
  (text) => {
    const pages = toPages(text)
    expect(pages.every((page) => page.split('\n').length <= 50 && page.length <= 10_000)).toBe(true)
    const body = text.endsWith('\n') ? text.slice(0, -1) : text
    expect(pages.join('').replaceAll('\n', '')).toBe(body.replaceAll('\n', ''))
    const breaks = pages.filter((page) => page.length === 10_000).length
    expect(pages.join('\n').split('\n').length - breaks).toBe(body.split('\n').length)
  },
)

test('lines are counted without the last newline', () => {
  expect([countLines(''), countLines('a'), countLines('a\n'), countLines('a\n\nb')]).toEqual([0, 1, 1, 3])
})
