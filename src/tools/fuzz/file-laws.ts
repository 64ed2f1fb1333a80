import { ConversationFilter } from './conversation-filter.ts'
import { inOrder } from './conversation-order.ts'
import { EventFilter } from './event-filter.ts'
import { expectSame, expectThat, expectWithin, type Law } from './law.ts'
import { textsOf, toId, wordOf } from './question.ts'

/** An exported file is whole: a line for each row that matches, in its order. */
export const exported: Law = ({ question, reply, facts }) => {
  const filter = new ConversationFilter(facts, question)
  const [sure, most] = [filter.rows(false), filter.rows(true)]
  const isCsv = wordOf(question, 'format') === 'csv'
  const lines = isCsv ? readCsv(reply.text) : reply.text.split('\n').slice(0, -1)
  const rows = isCsv ? lines.slice(1) : lines.map((line) => JSON.parse(String(line)))
  expectThat('a file should end with a line', reply.text === '' || reply.text.endsWith('\n'))
  expectWithin('the number of rows', rows.length, sure.length, most.length)
  if (sure.length !== most.length) return
  const expected = inOrder(sure, 'CREATED_AT_DESC')
  if (!isCsv) return expectSame('the rows', rows, expected)
  expectSame(
    'the ids',
    rows.map(([id]: string[]) => id),
    expected.map(({ id }) => id),
  )
  const [names = []] = lines as string[][]
  for (const [at, row] of rows.entries()) {
    expectSame('the number of cells', row.length, names.length)
    const [title, cell] = [expected[at]?.title ?? '', row[names.indexOf('title')]]
    expectThat(`the title should be ${title}, not ${cell}`, cell === title || cell === `'${title}`)
  }
}

/** Lines of RFC 4180 as cells. */
function readCsv(text: string): string[][] {
  const lines: string[][] = []
  let cells: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    lines.push(cells)
    cells = []
  }
  return lines
}

/** A downloaded conversation is whole: it has every event that matches, in its order. */
export const trajectory: Law = ({ question, reply, facts }) => {
  const row = facts.byId.get(toId(textsOf(question, 'conversation_id')[0] ?? ''))
  const events = facts.events.get(row?.id ?? '')
  if (row === undefined || events === undefined) return expectThat('nobody knows this conversation', false)
  const filter = new EventFilter(row, events, question)
  const [sure, most] = [filter.events(false), filter.events(true)]
  const ids = idsIn(reply.text, wordOf(question, 'format') ?? '')
  expectWithin('the number of events', ids.length, sure.length, most.length)
  if (sure.length === most.length && ids.every((id) => id !== null))
    expectSame(
      'the events',
      ids,
      sure.map(({ id }) => id),
    )
}

/** Ids of the events in a file; of those that are to be read by people only their number is known. */
function idsIn(text: string, format: string): (string | null)[] {
  if (format === 'json') return JSON.parse(text).events.map(({ id }: { id: string }) => id)
  if (format === 'jsonl')
    return text
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line).id)
  if (format === 'html') expectThat('a page should be closed', text.endsWith('</html>\n'))
  const headings = format === 'html' ? (text.match(/^<h2>/gm) ?? []) : markdownHeadings(text)
  return headings.map(() => null)
}

/** Headings that are not within a fence. */
function markdownHeadings(text: string): string[] {
  let fence: string | null = null
  return text.split('\n').filter((line) => {
    if (fence !== null) {
      if (line === fence) fence = null
      return false
    }
    fence = /^(`{3,})text$/.exec(line)?.[1] ?? null
    return line.startsWith('## ')
  })
}
