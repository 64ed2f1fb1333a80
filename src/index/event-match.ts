import { fold } from './fold.ts'
import type { EventFilter } from './event-port.ts'
import type { ValueChoice } from './port-parts.ts'
import { POSITIONS } from './schema.ts'
import type { Terms } from './terms.ts'

/** A condition in SQL over the event `e`, with its values. */
export interface EventCondition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** What of a filter is about fields that facets count; the rest is about text and time. */
export type FacetPart = 'kind' | 'source' | 'tool_name' | 'errors'

/** Whether a filter asks for every event. */
export function isUnfilteredEvents(filter: EventFilter): boolean {
  const isOpen = (choice: ValueChoice) => choice.include.length + choice.exclude.length === 0
  return (
    isOpen(filter.kind) &&
    isOpen(filter.source) &&
    isOpen(filter.toolName) &&
    filter.isError === null &&
    filter.failedCommand === null &&
    isUnrestricted(filter)
  )
}

/** Whether a filter asks nothing of text and time, so that the covering index answers it. */
function isUnrestricted(filter: EventFilter): boolean {
  return (
    filter.body.length + filter.text.length === 0 &&
    filter.timestamp.gte === undefined &&
    filter.timestamp.lt === undefined
  )
}

/** All of a filter, on one conversation; `without` leaves out fields. */
export function matching(
  conversation: number,
  filter: EventFilter,
  terms: Terms,
  without: readonly FacetPart[] = [],
): EventCondition {
  const parts: EventCondition[] = [{ sql: 'e.conversation = ?', values: [conversation] }]
  if (!without.includes('kind')) parts.push(choiceOf('e.kind', filter.kind, terms))
  if (!without.includes('source')) parts.push(choiceOf('e.source', filter.source, terms))
  if (!without.includes('tool_name')) parts.push(choiceOf('e.tool', filter.toolName, terms))
  if (!without.includes('errors')) parts.push(...outcomes(filter))
  parts.push(...restrictions(conversation, filter))
  return { sql: parts.map((part) => part.sql).join(' AND '), values: parts.flatMap((part) => part.values) }
}

/** What a filter asks of fields, times and the message in events of all conversations; its `text` is the caller's. */
export function onFields(filter: EventFilter, terms: Terms): EventCondition {
  const parts: EventCondition[] = [
    choiceOf('e.kind', filter.kind, terms),
    choiceOf('e.source', filter.source, terms),
    choiceOf('e.tool', filter.toolName, terms),
    ...outcomes(filter),
    ...times(filter),
  ]
  if (filter.body.length > 0) {
    const said = filter.body.map((word) => ({ sql: 'instr(m.message, ?) > 0', values: [fold(word)] }))
    const { sql, values } = any(said)
    parts.push({ sql: `EXISTS (SELECT 1 FROM event_text m WHERE m.pk = e.pk AND ${sql})`, values })
  }
  return { sql: parts.map((part) => part.sql).join(' AND '), values: parts.flatMap((part) => part.values) }
}

function outcomes(filter: EventFilter): EventCondition[] {
  const parts: EventCondition[] = []
  if (filter.isError !== null) parts.push({ sql: 'e.is_error = ?', values: [filter.isError ? 1 : 0] })
  if (filter.failedCommand !== null) parts.push({ sql: 'e.failed = ?', values: [filter.failedCommand ? 1 : 0] })
  return parts
}

/** Times are kept in microseconds, bounds come in milliseconds. */
function times({ timestamp }: EventFilter): EventCondition[] {
  const parts: EventCondition[] = []
  if (timestamp.gte !== undefined) parts.push({ sql: 'e.time >= ?', values: [timestamp.gte * 1000] })
  if (timestamp.lt !== undefined) parts.push({ sql: 'e.time < ?', values: [timestamp.lt * 1000] })
  return parts
}

function restrictions(conversation: number, filter: EventFilter): EventCondition[] {
  const parts: EventCondition[] = []
  const range = [conversation * POSITIONS, (conversation + 1) * POSITIONS]
  const holds = (column: string, word: string): EventCondition => ({
    sql: `e.pk IN (SELECT pk FROM event_text WHERE pk >= ? AND pk < ? AND instr(${column}, ?) > 0)`,
    values: [...range, fold(word)],
  })
  if (filter.text.length > 0) parts.push(any(filter.text.map((word) => holds('text', word))))
  if (filter.body.length > 0) parts.push(any(filter.body.map((word) => holds('message', word))))
  return [...parts, ...times(filter)]
}

function any(conditions: readonly EventCondition[]): EventCondition {
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
    values: conditions.flatMap(({ values }) => values),
  }
}

function choiceOf(column: string, choice: ValueChoice, terms: Terms): EventCondition {
  const parts: string[] = []
  const values: number[] = []
  const list = (chosen: ValueChoice['include']) => {
    // A value that no event has matches none; keys start at 1.
    const keys = chosen.filter((value) => value !== null).map((value) => terms.keyOf(value) ?? 0)
    values.push(...keys)
    return `${column} IN (${keys.map(() => '?').join(',')})`
  }
  if (choice.include.length > 0)
    parts.push(`(${list(choice.include)}${choice.include.includes(null) ? ` OR ${column} IS NULL` : ''})`)
  if (choice.exclude.length > 0) {
    const nulls = choice.exclude.includes(null) ? `${column} IS NOT NULL` : `${column} IS NULL OR NOT`
    parts.push(
      choice.exclude.includes(null)
        ? `(${nulls} AND NOT ${list(choice.exclude)})`
        : `(${nulls} ${list(choice.exclude)})`,
    )
  }
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values }
}

/** Condition that leaves out quiet events, those aside whose kind the filter asks for by name. */
export function notQuiet(filter: EventFilter, terms: Terms): EventCondition {
  const asked = filter.kind.include.filter((kind) => kind !== null)
  const keys = asked.map((kind) => terms.keyOf(kind) ?? 0)
  return { sql: `(e.role <> 2 OR e.kind IN (${keys.map(() => '?').join(',')}))`, values: keys }
}
