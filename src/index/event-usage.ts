import { toText } from './columns.ts'
import { readEvents } from './event-rows.ts'
import type { EventRow, UsageEvents } from './event-port.ts'
import { POSITIONS } from './schema.ts'
import type { Database } from './sqlite.ts'
import type { Terms } from './terms.ts'

const SLOWEST = 10
/** Most events whose bodies tell the course of cost and tokens. */
const POINTS = 200

/** Answers to actions, as far as both state a time and the clock did not go backwards. */
const STEPS = `FROM event a LEFT JOIN event b ON b.pk = ?1 + a.answer AND b.time >= a.time
  WHERE a.conversation = ?2 AND a.tool IS NOT NULL AND a.kind = ?3`

/** Durations of one conversation's actions, and the events whose bodies say what it cost. */
export function readUsage(
  database: Database,
  terms: Terms,
  conversation: number,
): Omit<UsageEvents, 'revision' | 'complete' | 'source'> {
  const base = conversation * POSITIONS
  // A kind that no event has yet: keys start at 1.
  const values = [base, conversation, terms.keyOf('ActionEvent') ?? 0]
  const tools = database
    .prepare(
      `SELECT a.tool AS tool, count(*) AS n, sum(b.time - a.time + 0.0) / 1000 AS elapsed ${STEPS} GROUP BY a.tool ORDER BY elapsed DESC, n DESC, a.tool`,
    )
    .all(...values)
  const slowest = database
    .prepare(
      `SELECT a.id AS id, a.tool AS tool, a.headline AS headline, (b.time - a.time) / 1000 AS elapsed ${STEPS} AND b.pk IS NOT NULL ORDER BY elapsed DESC, a.pk LIMIT ${SLOWEST}`,
    )
    .all(...values)
  return {
    tools: tools.map((row) => ({
      tool_name: terms.valueOf(row['tool']) ?? '',
      count: Number(row['n']),
      // A real number, for many that are far apart are more than a whole one holds.
      elapsed_ms: typeof row['elapsed'] === 'number' ? Math.floor(row['elapsed']) : null,
    })),
    slowest: slowest.map((row) => ({
      event_id: String(row['id']),
      tool_name: terms.valueOf(row['tool']) ?? '',
      headline: toText(row['headline']),
      elapsed_ms: Number(row['elapsed']),
    })),
    tellers: readTellers(database, terms, conversation),
  }
}

/** State updates that carry statistics (SDK), or else actions, which carry metrics (V0). */
function readTellers(database: Database, terms: Terms, conversation: number): EventRow[] {
  const base = conversation * POSITIONS
  const updates = database
    .prepare(
      "SELECT pk FROM event WHERE conversation = ? AND kind = ? AND (headline LIKE 'stats%' OR headline LIKE 'full%') ORDER BY pk",
    )
    .all(conversation, terms.keyOf('ConversationStateUpdateEvent') ?? 0)
  const actions = () =>
    database
      .prepare(
        "SELECT pk FROM event WHERE conversation = ? AND native_kind IN (SELECT pk FROM term WHERE value LIKE 'action:%') AND source = ? ORDER BY pk",
      )
      .all(conversation, terms.keyOf('agent') ?? 0)
  const keys = (updates.length > 0 ? updates : actions()).map((row) => Number(row['pk']) - base)
  return readEvents(database, terms, conversation, spread(keys), false)
}

/** At most so many of them, evenly spread, the last always among them. */
function spread(positions: readonly number[]): number[] {
  if (positions.length <= POINTS) return [...positions]
  const step = positions.length / POINTS
  return Array.from({ length: POINTS }, (_, at) => positions[Math.ceil((at + 1) * step) - 1] ?? 0)
}
