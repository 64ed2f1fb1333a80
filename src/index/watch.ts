import { toNumber, toText } from './columns.ts'
import type { EventClock } from './records.ts'
import type { Statement } from './sqlite.ts'
import type { Statements } from './statements.ts'

/** What is at work or waits: the condition of a partial index. */
const ACTIVE = "status IN ('running', 'waiting_for_confirmation')"

/** Fingerprints that are read in one go. */
const FINGERPRINTS = 5000

/** What tells a conversation's clock, UTC ms. */
export interface SightingDates {
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly forkedFromConversationId: string | null
}

/** The mark of a conversation's events, and whether those held are what it stands for, with every body that is to be kept. */
export interface EventsMark {
  readonly mark: string
  readonly isRead: boolean
  readonly dates: SightingDates
}

/** What the sync asks before it looks at a source: what is known of its conversations, and which are worth a look. Writes nothing. */
export class Watch {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /**
   * Fingerprint of every conversation that this source has shown, by id, in parts of some thousand. It is empty where the conversation is
   * to be seen anew: its last look was cut off, or its clock was configured and is no more, so that it may show its own.
   */
  *fingerprints(
    source: string,
    isConfigured: boolean,
  ): Generator<readonly (readonly [id: string, fingerprint: string])[]> {
    const part = this.#prepare(
      `SELECT conversation.pk AS pk, conversation.id AS id,
       CASE WHEN zone_basis = 'configured' AND NOT ?2 THEN '' ELSE fingerprint END AS fingerprint
       FROM sighting CROSS JOIN conversation ON conversation.pk = sighting.conversation
       WHERE sighting.source = (SELECT pk FROM source WHERE id = ?1) AND sighting.conversation > ?3 AND gone_at IS NULL
       ORDER BY sighting.conversation LIMIT ${FINGERPRINTS}`,
    )
    let rows: Record<string, unknown>[] = []
    do {
      rows = part.all(source, isConfigured ? 1 : 0, Number(rows.at(-1)?.['pk'] ?? 0))
      yield rows.map((row) => [String(row['id']), String(row['fingerprint'])] as const)
    } while (rows.length === FINGERPRINTS)
  }

  /** The fingerprint of a conversation that this source still has; null where there is none. */
  fingerprintOf(source: string, id: string): string | null {
    const row = this.#prepare(
      `SELECT fingerprint FROM sighting WHERE source = (SELECT pk FROM source WHERE id = ?1)
       AND conversation = (SELECT pk FROM conversation WHERE id = ?2) AND gone_at IS NULL`,
    ).get(source, id)
    return toText(row?.['fingerprint'])
  }

  /**
   * Conversations of a source that is followed whose events have changed since they were read, or never were: among its `newest` ones,
   * newest first. Those whose events are refused wait until they change.
   */
  eventsDue(source: string, newest: number): readonly string[] {
    // Through the index of the newest, so that it costs the same however many there are.
    const rows = this.#prepare(
      `SELECT id FROM (SELECT c.id, s.events_mark, s.events_read, s.events_problem
       FROM conversation c INDEXED BY conversation_recent CROSS JOIN sighting s ON s.conversation = c.pk AND s.source = c.source
       WHERE c.source = (SELECT pk FROM source WHERE id = ?1) AND s.gone_at IS NULL
       ORDER BY c.updated_at DESC, c.pk DESC LIMIT ?2)
       WHERE events_mark IS NOT events_read AND events_problem IS NULL`,
    )
    return rows.all(source, newest).map((row) => String(row['id']))
  }

  /** What a followed source last said of a conversation's events; null where it shows no such conversation. */
  eventsMark(source: string, id: string): EventsMark | null {
    const row = this.#prepare(
      `SELECT events_mark, events_read, json_extract(record, '$.createdAt') AS created, json_extract(record, '$.updatedAt') AS updated,
       json_extract(record, '$.forkedFromConversationId') AS fork,
       (SELECT trimmed FROM conversation WHERE pk = sighting.conversation) AS trimmed FROM sighting
       WHERE conversation = (SELECT pk FROM conversation WHERE id = ?2) AND source = (SELECT pk FROM source WHERE id = ?1)
       AND gone_at IS NULL`,
    ).get(source, id)
    const mark = toText(row?.['events_mark'])
    if (mark === null) return null
    const dates = {
      createdAt: toNumber(row?.['created']),
      updatedAt: toNumber(row?.['updated']),
      forkedFromConversationId: toText(row?.['fork']),
    }
    return { mark, isRead: mark === toText(row?.['events_read']) && row?.['trimmed'] !== 1, dates }
  }

  /** Ids of a source's conversations that are at work, or wait for somebody: those that may change at any moment. */
  active(source: string): readonly string[] {
    const rows = this.#prepare(
      `SELECT id FROM conversation WHERE ${ACTIVE} AND source = (SELECT pk FROM source WHERE id = ?) ORDER BY updated_at DESC`,
    )
    return rows.all(source).map((row) => String(row['id']))
  }

  /** Conversations of a source that do not show an offset of their own (or shall not) and are on another clock than this. */
  clocksToSettle(source: string, clock: EventClock): readonly string[] {
    const rows = this.#prepare(
      `SELECT id FROM conversation WHERE source = (SELECT pk FROM source WHERE id = ?1) AND zone IS NOT NULL
       AND (zone_basis <> 'own' OR ?3 = 'configured') AND (zone <> ?2 OR zone_basis <> ?3)`,
    )
    return rows.all(source, clock.zone, clock.basis).map((row) => String(row['id']))
  }

  /** How many conversations of a source run. */
  countActive(source: string): number {
    const rows = this.#prepare(
      `SELECT count(*) AS n FROM conversation WHERE ${ACTIVE} AND status = 'running'
       AND source = (SELECT pk FROM source WHERE id = ?)`,
    )
    return Number(rows.get(source)?.['n'] ?? 0)
  }

  /** Ids of the conversations that changed most recently, behind as many of those that run or wait for a confirmation. */
  newest(source: string, limit: number): readonly string[] {
    const among = (condition: string) =>
      this.#prepare(
        `SELECT id FROM conversation WHERE ${condition} AND source = (SELECT pk FROM source WHERE id = ?)
         ORDER BY updated_at DESC LIMIT ?`,
      )
        .all(source, limit)
        .map((row) => String(row['id']))
    return [...new Set([...among(ACTIVE), ...among('TRUE')])]
  }

  #prepare(sql: string): Statement {
    return this.#statements.prepare(sql)
  }
}
