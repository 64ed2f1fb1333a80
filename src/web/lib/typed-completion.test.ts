import { expect, test } from 'vitest'
import { fillGap, gapAt } from './typed-completion.ts'

/** `|` is the caret. */
function at(text: string) {
  const caret = text.indexOf('|')
  const plain = text.replace('|', '')
  return { plain, gap: gapAt(plain, caret) }
}

function fill(text: string, completion: string): string {
  const { plain, gap } = at(text)
  if (gap === null) throw new Error('there is nothing to complete')
  const filled = fillGap(plain, gap, completion)
  return `${filled.text.slice(0, filled.caret)}|${filled.text.slice(filled.caret)}`
}

test.each([
  ['st|', ['status:']],
  ['flaky -Mo|', ['model:']],
  ['repo|', ['repo:']],
  ['errors:t|', ['true']],
  ['-errors:|', ['true', 'false']],
  ['updated:-|', ['-1h', '-24h', '-7d', '-30d']],
  ['from:|', ['today', '-1h', '-24h', '-7d', '-30d']],
  ['cost:|', ['>0', '>=1', '1..5']],
])('%s is completed', (text, words) => {
  expect(
    at(text)
      .gap?.words.map((word) => word.text)
      .toSorted(),
  ).toEqual(words.toSorted())
})

test.each(['|', 's|', 'flaky|', 'sta|tus', '"st|"', 'status:error |', 'README|', '|st', 'foo:b|'])(
  '%s has nothing to complete',
  (text) => expect(at(text).gap).toBeNull(),
)

test.each([
  ['status:|', 'status', ''],
  ['-status:err|', 'status', 'err'],
  ['is:error,st|', 'status', 'st'],
  ['repository:org|', 'repo', 'org'],
  ['repo:"my re|', 'repo', 'my re'],
  ['tag:team:p|', 'tag', 'team:p'],
  ['repo:a,b|,c', 'repo', 'b'],
])('%s asks for values', (text, key, partial) => {
  expect(at(text).gap).toMatchObject({ kind: 'value', key, partial })
})

test('a parent is known by its id alone', () => {
  expect(at('parent:ab|').gap).toMatchObject({ key: null, words: [] })
})

test.each([
  ['flaky -mo|', 'model:', 'flaky -model:|'],
  ['st| x', 'status:', 'status:| x'],
  ['is:err|', 'error', 'is:error |'],
  ['status:error,st|', 'stuck', 'status:error,stuck |'],
  ['repo:a,b|,c', 'b/c', 'repo:a,b/c|,c'],
  ['repo:o| flaky', 'org/app', 'repo:org/app| flaky'],
  ['repo:"my re|', '"my repo"', 'repo:"my repo" |'],
])('%s and %s make %s', (text, completion, filled) => expect(fill(text, completion)).toBe(filled))
