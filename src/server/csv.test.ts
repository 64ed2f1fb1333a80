import { expect, test } from 'vitest'
import { toCsvLine } from './csv.ts'

test('text is quoted, numbers and unknown are not', () => {
  expect(toCsvLine(['a', 1.5, null, '', -2, 'say "hi",\nthere'])).toBe('"a",1.5,,"",-2,"say ""hi"",\nthere"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=HYPERLINK("http://x")'])(
  'a spreadsheet sees no formula in %j',
  (text) => {
    expect(toCsvLine([text])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`)
  },
)

test('half a character becomes a replacement, not broken UTF-8', () => {
  expect(toCsvLine(['\ud83d'])).toBe('"\ufffd"\r\n')
})
