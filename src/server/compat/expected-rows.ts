import type { Findings, Json } from './findings.ts'
import { eventOrder, type Oracle } from './oracle.ts'
import type { Exchange, Recording } from './recordings.ts'
import type { Ask } from './replica.ts'
import type { RowTranslator } from './rows.ts'

/** What answers are compared with. */
export interface Scene {
  readonly recording: Recording
  readonly oracle: Oracle
  readonly ask: Ask
  readonly rows: RowTranslator
  readonly findings: Findings
}

/**
 * What Lookout is to list, in its order, where the server listed `theirs`. `isWhole`: they are all that match; else the first ones.
 * Events stay in the server's own words.
 */
export function expectedRows(head: Exchange, theirs: readonly Json[], isWhole: boolean, scene: Scene): readonly Json[] {
  if (head.question === 'event-search') return expectedEvents(head, theirs, scene)
  return head.question === 'list' ? expectedList(head, theirs, isWhole, scene) : expectedSearch(head, theirs, scene)
}

/** V0's rows among those that it keeps back, newest first, unknown last, ties by id. */
function expectedList(head: Exchange, theirs: readonly Json[], isWhole: boolean, scene: Scene): readonly Json[] {
  const { oracle, rows, findings } = scene
  const translated = theirs.map((row) => rows.toRow(row))
  const hidden = hiddenRows(head, oracle, rows)
  const all = [...translated, ...hidden].toSorted((one, other) => {
    const [a, b] = [one['created_at'], other['created_at']]
    if (a === null || b === null) return Number(a === null) - Number(b === null) || compareIds(one, other)
    return compareText(b, a) || compareIds(one, other)
  })
  const sorted = all.filter((row) => !hidden.includes(row))
  findings.use('ties', !isSameOrder(sorted, translated))
  const expected = isWhole ? all : all.slice(0, theirs.length)
  const shown = expected.filter((row) => hidden.includes(row))
  findings.use('hidden-rows', shown.length > 0)
  return expected
}

function hiddenRows({ query }: Exchange, oracle: Oracle, rows: RowTranslator): readonly Json[] {
  const listed = new Set(oracle.rows.map((row) => row['conversation_id']))
  const [repository, trigger] = [query.get('selected_repository'), query.get('conversation_trigger')]
  return [...oracle.conversations.values()]
    .filter(({ id }) => !listed.has(id))
    .filter((one) => repository === null || one['selected_repository'] === repository)
    .filter((one) => trigger === null || one['trigger'] === trigger)
    .map((one) => rows.toHiddenRow(one))
}

/** As the server has them, unless it sorted by a time that is another here. */
function expectedSearch({ query }: Exchange, theirs: readonly Json[], scene: Scene): readonly Json[] {
  const { oracle, rows, findings } = scene
  const translated = theirs.map((row) => rows.toRow(row))
  const sort = query.get('sort_order') ?? ''
  if (!sort.startsWith('UPDATED_AT')) return translated
  const direction = sort.endsWith('_DESC') ? -1 : 1
  const all = oracle.rows.map((row) => rows.toRow(row))
  const sorted = all.toSorted((one, other) => direction * compareText(one['updated_at'], other['updated_at']))
  const expected = sorted.slice(0, theirs.length)
  findings.use('updated-at', !isSameOrder(expected, translated))
  return expected
}

/** In the order of their files. */
function expectedEvents({ pathname, query }: Exchange, theirs: readonly Json[], scene: Scene): readonly Json[] {
  const [, , , id = ''] = pathname.split('/')
  const order = eventOrder(scene.recording, id.replaceAll('-', ''))
  const direction = query.get('sort_order') === 'TIMESTAMP_DESC' ? -1 : 1
  const seqOf = (event: Json) => order.get(String(event['id'])) ?? Number.NaN
  const sorted = theirs.toSorted((one, other) => direction * (seqOf(one) - seqOf(other)))
  scene.findings.use('event-order', !isSameOrder(sorted, theirs))
  return sorted
}

function isSameOrder(one: readonly Json[], other: readonly Json[]): boolean {
  return one.length === other.length && one.every((row, at) => idOf(row) === idOf(other[at] ?? {}))
}

function idOf(row: Json): unknown {
  return row['id'] ?? row['conversation_id']
}

function compareIds(one: Json, other: Json): number {
  return compareText(idOf(one), idOf(other))
}

function compareText(one: unknown, other: unknown): number {
  const [a, b] = [String(one), String(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
