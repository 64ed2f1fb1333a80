import { expect, test } from 'vitest'
import { TRAJECTORY_FORMATS, type TrajectoryHead } from './trajectory-text.ts'

const HOSTILE = `<script>alert('1')</script> "><img src=x onerror=y> \`\`\`\`\n# [a](javascript:b)`
const head: TrajectoryHead = {
  title: HOSTILE,
  conversation_id: 'c"<b>',
  exported_at: '2026-11-22T16:00:00.000Z',
  left_out: ['Something.'],
}
const event = { id: 'e', seq: 3, kind: 'MessageEvent<i>', is_error: false, size_bytes: 1, turn: 1, message: HOSTILE }

function write(name: keyof typeof TRAJECTORY_FORMATS): string {
  const format = TRAJECTORY_FORMATS[name]
  return format.head(head) + format.event(event, true) + format.event(event, false) + format.tail
}

test('as JSON it is one object, as lines each line is one', () => {
  expect(JSON.parse(write('json'))).toEqual({ ...head, events: [event, event] })
  expect(
    write('jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([head, event, event])
})

test('nothing in an HTML file is anything but its own tags and text', () => {
  const html = write('html')
  const tags = new Set([...html.matchAll(/<\/?([a-z\d!]+)[^>]*>/g)].map(([, name]) => name))
  expect(tags).toEqual(new Set(['!doctype', 'h1', 'h2', 'html', 'li', 'meta', 'p', 'pre', 'title', 'ul']))
  expect(html).not.toMatch(/<[^>]*\s(?:on\w+|style|src|href)=/)
  expect(html).toContain('&lt;script&gt;')
  expect(html).toContain('<li>Something.</li>')
})

test('no text of an event ends its fence in Markdown, no heading is more than text', () => {
  const markdown = write('markdown')
  expect(markdown.match(/^`````(?:text)?$/gm)).toHaveLength(4)
  expect(markdown.split('\n')[0]).not.toMatch(/(?<!\\)[<[`]/)
  expect(markdown).toContain('- Something.')
})

test('an event without its text says why', () => {
  const gone = { ...event, body_left_out: 'unreadable' as const, headline: 'a line' }
  expect(TRAJECTORY_FORMATS.html.event(gone, true)).toContain('[left out: its file has gone or cannot be read] a line')
  const notKept = { ...gone, body_left_out: 'not_kept' as const }
  expect(TRAJECTORY_FORMATS.markdown.event(notKept, true)).toContain(
    '[left out: it came from a server, and Lookout keeps',
  )
})
