import { toNumber, toText } from './columns.ts'
import { TIME } from './event-clocks.ts'
import type { EventAnswer, EventRow } from './event-port.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'

type Row = Record<string, unknown>

/** Reads the events at some positions of a conversation, in that order; with the events that answer them where a view folds. */
export function readEvents(
  database: Database,
  terms: Terms,
  conversation: number,
  positions: readonly number[],
  withAnswers: boolean,
): EventRow[] {
  const base = conversation * POSITIONS
  const rows = readKeys(
    database,
    positions.map((position) => base + position),
  )
  const answered = withAnswers
    ? [...rows.values()].flatMap((row) => (typeof row['answer'] === 'number' ? [base + row['answer']] : []))
    : []
  const answers = readKeys(database, answered)
  return positions.flatMap((position) => {
    const row = rows.get(base + position)
    if (row === undefined) return []
    const answer = withAnswers && typeof row['answer'] === 'number' ? answers.get(base + row['answer']) : undefined
    return [toEvent(row, answer, terms)]
  })
}

function readKeys(database: Database, keys: readonly number[]): Map<number, Row> {
  if (keys.length === 0) return new Map()
  const rows = database.prepare(`SELECT * FROM event WHERE pk IN (${keys.map(() => '?').join(',')})`).all(...keys)
  return new Map(rows.map((row) => [Number(row['pk']), row]))
}

function toEvent(row: Row, answer: Row | undefined, terms: Terms): EventRow {
  return {
    id: String(row['id']),
    seq: Number(row['seq']),
    locator: toText(row['locator']),
    timestamp: toNumber(row['time']),
    timestamp_assumed: (Number(row['assumed']) & TIME.assumed) !== 0,
    kind: terms.valueOf(row['kind']) ?? '',
    native_kind: terms.valueOf(row['native_kind']),
    source: terms.valueOf(row['source']),
    tool_name: terms.valueOf(row['tool']),
    is_error: row['is_error'] === 1,
    exit_code: toNumber(row['exit_code']),
    size_bytes: Number(row['size']),
    headline: toText(row['headline']),
    action_id: toText(row['action_id']),
    tool_call_id: toText(row['tool_call_id']),
    llm_response_id: toText(row['llm_response_id']),
    turn: Number(row['turn']),
    off_branch: row['off_branch'] === 1,
    row: Number(row['row']),
    answer: answer === undefined ? null : toAnswer(row, answer, terms),
  }
}

function toAnswer(action: Row, answer: Row, terms: Terms): EventAnswer {
  const [start, end] = [toNumber(action['time']), toNumber(answer['time'])]
  return {
    id: String(answer['id']),
    seq: Number(answer['seq']),
    locator: toText(answer['locator']),
    kind: terms.valueOf(answer['kind']) ?? '',
    is_error: answer['is_error'] === 1,
    exit_code: toNumber(answer['exit_code']),
    elapsed_ms: start === null || end === null ? null : Math.round((end - start) / 1000),
    headline: toText(answer['headline']),
    size_bytes: Number(answer['size']),
  }
}
