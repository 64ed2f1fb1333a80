import type { EventPlace } from './event-port.ts'
import type { Statements } from './statements.ts'

/** Most conversations that are named: an original and its forks. */
const MOST = 100

/**
 * Where an event is that has one of these ids. Each conversation is asked by the index over (conversation, id): an index over ids
 * alone would cost every append a write at a random place, for a question that a person asks now and then.
 */
export function findEventPlaces(statements: Statements, eventIds: readonly string[]): readonly EventPlace[] {
  const rows = statements
    .prepare(
      `SELECT c.id AS conversation, e.id AS id, e.seq AS seq FROM event e JOIN conversation c ON c.pk = e.conversation
       WHERE e.pk IN (SELECT e.pk FROM conversation c CROSS JOIN event e ON e.conversation = c.pk
                      AND e.id IN (SELECT value FROM json_each(?)))
       ORDER BY c.created_at IS NULL, c.created_at, c.pk LIMIT ${MOST}`,
    )
    .all(JSON.stringify(eventIds))
  return rows.map((row) => ({
    conversation_id: String(row['conversation']),
    event_id: String(row['id']),
    seq: Number(row['seq']),
  }))
}
