import type { Database } from './sqlite.ts'

/** Rows whose trigrams are built in one transaction; more would hold up the next write. */
const SLICE = 500

/** Notes that the trigrams of these keys (inclusive) are still to be built. */
export function markTextPending(database: Database, first: number, last: number): void {
  database
    .prepare(
      `INSERT INTO text_pending (first, last) SELECT ?1, ?2
       WHERE NOT EXISTS (SELECT 1 FROM text_pending WHERE first <= ?1 AND last >= ?2)
       ON CONFLICT (first) DO UPDATE SET last = max(last, excluded.last)`,
    )
    .run(first, last)
}

/** Removes text in [from, to), from the trigram index too where it had got there. */
export function forgetText(database: Database, from: number, to: number): void {
  database
    .prepare(
      `INSERT INTO event_trigram (event_trigram, rowid, text)
       SELECT 'delete', pk, text FROM event_text WHERE pk >= ? AND pk < ?
       AND NOT EXISTS (SELECT 1 FROM text_pending WHERE first <= event_text.pk AND last >= event_text.pk)`,
    )
    .run(from, to)
  database.prepare('DELETE FROM text_pending WHERE first >= ? AND last < ?').run(from, to)
  database.prepare('DELETE FROM event_text WHERE pk >= ? AND pk < ?').run(from, to)
}

/** Builds the trigrams of the next slice, in the caller's transaction. Returns the number of rows built; 0 when none are left. */
export function buildTrigrams(database: Database): number {
  const range = database.prepare('SELECT first, last FROM text_pending ORDER BY first LIMIT 1').get()
  if (range === undefined) return 0
  const [first, last] = [Number(range['first']), Number(range['last'])]
  const cut = database.prepare('SELECT pk FROM event_text WHERE pk >= ? AND pk <= ? ORDER BY pk LIMIT 1 OFFSET ?').get(first, last, SLICE)
  const end = cut === undefined ? last : Number(cut['pk']) - 1
  const built = database
    .prepare('INSERT INTO event_trigram (rowid, text) SELECT pk, text FROM event_text WHERE pk >= ? AND pk <= ?')
    .run(first, end)
  database.prepare('DELETE FROM text_pending WHERE first = ?').run(first)
  if (end < last) markTextPending(database, end + 1, last)
  return Math.max(1, Number(built.changes))
}
