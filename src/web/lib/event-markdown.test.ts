import { expect, test } from 'vitest'
import { toMarkdownParts } from './event-markdown.ts'

const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, at) => `paragraph ${at} `.repeat(20)).join('\n\n')

test('a short text is one part', () => {
  expect(toMarkdownParts('# one\n\ntwo', 100)).toEqual(['# one\n\ntwo'])
  expect(toMarkdownParts('', 100)).toEqual([''])
})

test('a long text is cut between paragraphs, and nothing is lost', () => {
  const text = paragraphs(100)
  const parts = toMarkdownParts(text, 2000)
  expect(parts.length).toBeGreaterThan(10)
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(2000)
  expect(parts.every((part) => /^\s*paragraph/.test(part))).toBe(true)
  expect(parts.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''))
})

test('a long block of code stays code in every part', () => {
  const text = `before\n\n\`\`\`ts\n${'const x = 1\n'.repeat(500)}\`\`\`\nafter`
  const parts = toMarkdownParts(text, 1000)
  expect(parts[0]).toMatch(/^before\n\n```ts\n/)
  expect(parts.slice(1, -1).every((part) => part.startsWith('```ts\n') && part.endsWith('\n```'))).toBe(true)
  expect(parts.at(-1)).toMatch(/```\nafter$/)
})

test('an endless line is cut by letters', () => {
  expect(toMarkdownParts('word '.repeat(1000), 2000).map((part) => part.length)).toEqual([2000, 2000, 1000])
})
