import { EventWriter } from './event-writer.ts'
import { fold } from './fold.ts'
import type { EventClock, HeldEvents, StoredEvent, StoredRecord, StoredSighting } from './records.ts'
import type { Database, Statement } from './sqlite.ts'
import { Terms } from './terms.ts'
import { TextIndex } from './text-index.ts'

/** Rows of the trigram index that are built in one go; more would hold up the next write for too long. */
const TRIGRAM_ROWS = 1000
/** A group of writes is committed after this time, or after so many rows. */
const GROUP_MS = 25
const GROUP_ROWS = 5000

/** A source as the index numbers it. `rank` is its place on the command line. */
export interface SourceEntry {
  readonly id: string
  readonly name: string
  readonly dialect: string
  readonly location: string
  readonly rank: number
}

/** Whose events a conversation shows, and whose it shows now. Keys of sources; `held` is null before the first event. */
export interface EventOwner {
  readonly chosen: string
  readonly held: string
}

/** What became of one batch of events. */
export interface EventChange {
  readonly mode: 'append' | 'replace-all' | 'heal'
  readonly events: readonly StoredEvent[]
}

const CHOOSE = `SELECT source.pk AS source, source.id AS id, sighting.record AS record FROM sighting JOIN source ON source.pk = sighting.source
  WHERE sighting.conversation = ? ORDER BY coalesce(sighting.event_count, -1) DESC,
  coalesce(json_extract(sighting.record, '$.updatedAt'), -1) DESC, source.rank LIMIT 1`

/**
 * The only one that writes to the index. Every public method is whole or has not happened, raises the revision where it changed
 * something, and counts the rows that it wrote. Writes that follow each other closely are committed together.
 */
export class IndexWriter {
  readonly #database: Database
  readonly #terms: Terms
  readonly #events: EventWriter
  readonly #text: TextIndex
  readonly #statements = new Map<string, Statement>()
  /** Conversations by the offset that they show themselves, by source; rebuilt when missing. */
  readonly #ownClocks = new Map<string, Map<string, number>>()
  #dirty = false
  #commitTimer: NodeJS.Timeout | null = null
  #groupStart = 0
  /** Rows written since the start, bookkeeping of the trigram index aside. */
  rowsWritten = 0

  constructor(database: Database) {
    this.#database = database
    this.#terms = new Terms(database, true)
    this.#text = new TextIndex(database)
    this.#events = new EventWriter(database, this.#terms, this.#text)
  }

  /** The set of sources, in the order of the command line; what was known of sources that are gone is removed. */
  declareSources(entries: readonly SourceEntry[]): void {
    this.#write(() => {
      for (const entry of entries) {
        const values = [entry.name, entry.dialect, entry.location, entry.rank] as const
        const row = this.#prepare('SELECT name, dialect, location, rank FROM source WHERE id = ?').get(entry.id)
        const same =
          row !== undefined &&
          [row['name'], row['dialect'], row['location'], row['rank']].every((value, at) => value === values[at])
        if (same) continue
        this.#run(
          `INSERT INTO source (id, name, dialect, location, rank) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id)
           DO UPDATE SET name = ?2, dialect = ?3, location = ?4, rank = ?5`,
          entry.id,
          ...values,
        )
      }
      const ids = new Set(entries.map((entry) => entry.id))
      for (const row of this.#prepare('SELECT pk, id FROM source').all()) {
        if (ids.has(String(row['id']))) continue
        const gone = this.#prepare(
          'SELECT id FROM conversation JOIN sighting ON conversation = conversation.pk WHERE sighting.source = ?',
        )
        for (const conversation of gone.all(Number(row['pk'])))
          this.#removeSighting(String(row['id']), String(conversation['id']))
        this.#run('DELETE FROM source WHERE pk = ?', Number(row['pk']))
      }
    })
  }

  /** Whether the first walk over a source has ended. */
  isComplete(source: string): boolean {
    return this.#prepare('SELECT complete FROM source WHERE id = ?').get(source)?.['complete'] === 1
  }

  markComplete(source: string): void {
    if (this.isComplete(source)) return
    this.#write(() => this.#run('UPDATE source SET complete = 1 WHERE id = ?', source))
  }

  /** Fingerprint of every conversation that this source has shown, by id. */
  fingerprints(source: string): Map<string, string> {
    const rows = this.#prepare(
      `SELECT conversation.id AS id, fingerprint FROM sighting JOIN conversation ON conversation.pk = sighting.conversation
       WHERE sighting.source = (SELECT pk FROM source WHERE id = ?)`,
    )
    return new Map(rows.all(source).map((row) => [String(row['id']), String(row['fingerprint'])]))
  }

  /**
   * Keeps what a source says of a conversation. The fingerprint is left empty until `settle`: a read that is cut off
   * is taken up again. Returns whose events the conversation shows by the rule for several sightings.
   */
  see(source: string, sighting: StoredSighting): EventOwner {
    return this.#write(() => {
      const conversation = this.#conversationFor(sighting.id, source)
      this.#run(
        `INSERT INTO sighting (conversation, source, fingerprint, record, event_count, unreadable)
         VALUES (?1, (SELECT pk FROM source WHERE id = ?2), '', ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET fingerprint = '', record = ?3, event_count = ?4, unreadable = ?5`,
        conversation,
        source,
        JSON.stringify(sighting.record),
        sighting.eventCount,
        sighting.record.unreadable.length,
      )
      this.#describe(conversation)
      return this.#ownerOf(conversation)
    })
  }

  /** Hands a conversation's events over to another source: those of the old one are dropped. */
  changeOwner(id: string, source: string): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      this.#events.forget(conversation)
      this.#run(
        'UPDATE conversation SET source = (SELECT pk FROM source WHERE id = ?), zone = NULL, zone_basis = NULL WHERE pk = ?',
        source,
        conversation,
      )
    })
  }

  held(id: string): HeldEvents {
    const conversation = this.#key(id)
    return conversation === null
      ? { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }
      : this.#events.held(conversation)
  }

  /** Takes in one batch of events. */
  take(id: string, change: EventChange, clock: EventClock): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      if (change.mode === 'replace-all') this.#events.forget(conversation)
      if (change.mode === 'heal') this.#events.heal(conversation, change.events, clock)
      else this.#events.append(conversation, change.events, clock)
      this.#count(change.events.length)
      this.#describe(conversation)
    })
  }

  /** Ends a look at a conversation: what is held now is what the fingerprint stands for. */
  settle(source: string, id: string, fingerprint: string): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      this.#events.settle(conversation)
      this.#describe(conversation)
      this.#run(
        'UPDATE sighting SET fingerprint = ? WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
        fingerprint,
        conversation,
        source,
      )
    })
  }

  /** Whose events a conversation shows; null where the conversation is unknown. */
  owner(id: string): EventOwner | null {
    const conversation = this.#key(id)
    return conversation === null ? null : this.#ownerOf(conversation)
  }

  /** First and last event by the conversation's own clock (ms as if UTC). */
  wallClock(id: string): { readonly first: number; readonly last: number } | null {
    const conversation = this.#key(id)
    return conversation === null ? null : this.#events.wallClock(conversation)
  }

  clockOf(id: string): EventClock | null {
    const conversation = this.#key(id)
    return conversation === null ? null : this.#events.clockOf(conversation)
  }

  setClock(id: string, clock: EventClock): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      this.#events.setClock(conversation, clock)
      const { held } = this.#ownerOf(conversation)
      const clocks = this.#ownClocks.get(held)
      if (clock.basis === 'own') clocks?.set(clock.zone, (clocks.get(clock.zone) ?? 0) + 1)
      else this.#ownClocks.delete(held)
      this.#describe(conversation)
    })
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
      `SELECT count(*) AS n FROM conversation WHERE status = 'running'
       AND source = (SELECT pk FROM source WHERE id = ?)`,
    )
    return Number(rows.get(source)?.['n'] ?? 0)
  }

  /** How many conversations of a source show which offset of their own. */
  ownClocks(source: string): ReadonlyMap<string, number> {
    const known = this.#ownClocks.get(source)
    if (known !== undefined) return known
    const rows = this.#prepare(
      `SELECT zone, count(*) AS n FROM conversation WHERE zone_basis = 'own' AND source = (SELECT pk FROM source WHERE id = ?) GROUP BY zone`,
    )
    const clocks = new Map(rows.all(source).map((row) => [String(row['zone']), Number(row['n'])]))
    this.#ownClocks.set(source, clocks)
    return clocks
  }

  /** Removes what a source no longer has; a conversation that no source has is removed. Returns ids whose events another source takes over. */
  removeSightings(source: string, ids: readonly string[]): readonly string[] {
    if (ids.length === 0) return []
    return this.#write(() => ids.filter((id) => this.#removeSighting(source, id)))
  }

  /** Writes the statuses that time has changed, `now` in UTC ms. Returns when the next one is due, or null. */
  passTime(now: number): number | null {
    const due = this.#prepare('SELECT pk, status_after FROM conversation WHERE status_until <= ?').all(now)
    if (due.length > 0) {
      this.#write(() => {
        for (const row of due) {
          // The column holds only what `#describe` wrote.
          const after = JSON.parse(String(row['status_after'])) as { status: string; reason: string | null }
          this.#run(
            'UPDATE conversation SET status = ?, status_reason = ?, status_until = NULL, status_after = NULL, revision = ? WHERE pk = ?',
            after.status,
            after.reason,
            this.#nextRevision(),
            Number(row['pk']),
          )
        }
      })
    }
    const next = this.#prepare(
      'SELECT min(status_until) AS next FROM conversation WHERE status_until IS NOT NULL',
    ).get()?.['next']
    return typeof next === 'number' ? next : null
  }

  /** Ids of the conversations that changed most recently, and of every running one. */
  newest(source: string, limit: number): readonly string[] {
    const rows = this.#prepare(
      `SELECT id, updated_at FROM conversation WHERE source = (SELECT pk FROM source WHERE id = ?1)
       ORDER BY status IN ('running', 'waiting_for_confirmation') DESC, updated_at DESC LIMIT ?2`,
    )
    return rows.all(source, limit).map((row) => String(row['id']))
  }

  /** Builds the next slice of the trigram index; false when nothing is left. */
  buildText(): boolean {
    if (this.#prepare('SELECT 1 FROM text_pending LIMIT 1').get() === undefined) return false
    return this.#write(() => this.#text.build(TRIGRAM_ROWS))
  }

  /** `<generation>.<n>` */
  revision(): string {
    const rows = this.#prepare('SELECT key, value FROM meta').all()
    const of = (key: string) => String(rows.find((row) => row['key'] === key)?.['value'])
    return `${of('generation')}.${of('revision')}`
  }

  /** Commits what is written but not yet to be seen. */
  flush(): void {
    if (this.#commitTimer === null) return
    clearTimeout(this.#commitTimer)
    this.#commitTimer = null
    // SQLite itself rolls back when the disk is full.
    if (this.#database.isTransaction) this.#database.exec('COMMIT')
  }

  close(): void {
    this.flush()
    this.#database.exec('PRAGMA optimize')
    this.#database.close()
  }

  #conversationFor(id: string, source: string): number {
    const known = this.#key(id)
    if (known !== null) return known
    this.#run(
      `INSERT INTO conversation (id, revision, source, status, pr_number, tags) VALUES (?, ?, (SELECT pk FROM source WHERE id = ?), 'unknown', '[]', '{}')`,
      id,
      this.#nextRevision(),
      source,
    )
    return this.#key(id) ?? 0
  }

  #ownerOf(conversation: number): EventOwner {
    const chosen = this.#prepare(CHOOSE).get(conversation)
    const held = this.#prepare(
      'SELECT source.id AS id FROM conversation JOIN source ON source.pk = conversation.source WHERE conversation.pk = ?',
    )
    return { chosen: String(chosen?.['id']), held: String(held.get(conversation)?.['id']) }
  }

  /** Fills the row from the chosen sighting's record and from its events. */
  #describe(conversation: number): void {
    const chosen = this.#prepare(CHOOSE).get(conversation)
    if (chosen === undefined) return
    // The column holds only what `see` wrote.
    const record = JSON.parse(String(chosen['record'])) as StoredRecord
    const row = this.#prepare('SELECT first_message, first_time, last_time FROM conversation WHERE pk = ?').get(
      conversation,
    )
    const first = typeof row?.['first_time'] === 'number' ? row['first_time'] : null
    const last = typeof row?.['last_time'] === 'number' ? row['last_time'] : null
    const message = typeof row?.['first_message'] === 'string' ? row['first_message'] : null
    const shown = record.title ?? message
    this.#run(
      `UPDATE conversation SET revision = ?, title = ?, shown = ?, status = ?, status_reason = ?, native_status = ?, status_until = ?,
       status_after = ?, sandbox_status = ?, trigger = ?, selected_repository = ?, selected_branch = ?, git_provider = ?,
       pr_number = ?, llm_model = ?, accumulated_cost = ?, token_usage = ?, created_at = ?, updated_at = ?,
       duration_seconds = ?, parent_id = ?, tags = ?, working_dir = ?, leaf_event_id = ? WHERE pk = ?`,
      this.#nextRevision(),
      record.title,
      shown === null ? null : fold(shown),
      record.status,
      record.statusReason,
      record.nativeStatus,
      record.statusUntil,
      record.statusAfter === null ? null : JSON.stringify(record.statusAfter),
      record.sandboxStatus,
      record.trigger,
      record.selectedRepository,
      record.selectedBranch,
      record.gitProvider,
      JSON.stringify(record.prNumbers),
      record.llmModel,
      record.accumulatedCost,
      record.tokenUsage === null ? null : JSON.stringify(record.tokenUsage),
      record.createdAt ?? (first === null ? null : Math.floor(first / 1000)),
      last === null ? record.updatedAt : Math.floor(last / 1000),
      first === null || last === null ? null : (last - first) / 1e6,
      record.parentConversationId,
      JSON.stringify(record.tags),
      record.workingDir,
      record.leafEventId,
      conversation,
    )
  }

  #removeSighting(source: string, id: string): boolean {
    const conversation = this.#key(id)
    if (conversation === null) return false
    this.#run(
      'DELETE FROM sighting WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
      conversation,
      source,
    )
    if (this.#prepare('SELECT 1 FROM sighting WHERE conversation = ?').get(conversation) === undefined) {
      this.#events.forget(conversation)
      this.#run('DELETE FROM conversation WHERE pk = ?', conversation)
      this.#run(
        'INSERT OR REPLACE INTO tombstone (conversation, revision) VALUES (?, ?)',
        conversation,
        this.#nextRevision(),
      )
      return false
    }
    const { chosen, held } = this.#ownerOf(conversation)
    if (chosen !== held) this.#run("UPDATE sighting SET fingerprint = '' WHERE conversation = ?", conversation)
    this.#describe(conversation)
    return chosen !== held
  }

  #key(id: string): number | null {
    const key = this.#prepare('SELECT pk FROM conversation WHERE id = ?').get(id)?.['pk']
    return typeof key === 'number' ? key : null
  }

  #nextRevision(): number {
    return Number(this.#prepare("SELECT value FROM meta WHERE key = 'revision'").get()?.['value'] ?? 0) + 1
  }

  #write<T>(body: () => T): T {
    this.#begin()
    this.#dirty = false
    this.#prepare('SAVEPOINT one').run()
    try {
      const result = body()
      if (this.#dirty) this.#prepare("UPDATE meta SET value = value + 1 WHERE key = 'revision'").run()
      this.#prepare('RELEASE one').run()
      if (this.rowsWritten - this.#groupStart > GROUP_ROWS) this.flush()
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO one; RELEASE one')
      this.#terms.reset()
      this.#events.reset()
      throw error
    }
  }

  #begin(): void {
    if (this.#commitTimer !== null) return
    this.#database.exec('BEGIN IMMEDIATE')
    this.#groupStart = this.rowsWritten
    this.#commitTimer = setTimeout(() => this.flush(), GROUP_MS)
  }

  #count(rows: number): void {
    this.rowsWritten += rows
    if (rows > 0) this.#dirty = true
  }

  #run(sql: string, ...values: readonly (string | number | null)[]): void {
    const { changes } = this.#prepare(sql).run(...values)
    this.#count(Number(changes))
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
