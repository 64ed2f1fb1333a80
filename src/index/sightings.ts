import { toCounts, toInteger, toNumber, toStored, toText } from './columns.ts'
import type { EventWriter } from './event-writer.ts'
import { fold } from './fold.ts'
import type { StoredRecord, StoredSighting, StoredTold } from './records.ts'
import { isUnread, toGone, toRecord, toTotal, updatedAt, whyNotCounted, withTold } from './sighting-rows.ts'
import { toShortRecord } from './short-record.ts'
import type { Statements } from './statements.ts'
import type { WriteGroup } from './write-group.ts'

/** Whose events a conversation is to show, and whose it shows now. Ids of sources. */
export interface EventOwner {
  readonly chosen: string
  readonly held: string
}

/** The rule for several sightings: those that are still there, most events, the newest update, the first on the command line. Sightings come first: there may be 1,000 sources. */
const CHOOSE = `SELECT source.pk AS source, source.id AS id, sighting.record AS record, told, gone_at, events_mark, events_read, events_problem
  FROM sighting CROSS JOIN source ON source.pk = sighting.source
  WHERE sighting.conversation = ? ORDER BY gone_at IS NOT NULL, coalesce(sighting.event_count, -1) DESC,
  coalesce(json_extract(sighting.record, '$.updatedAt'), -1) DESC, source.rank LIMIT 1`

const DESCRIBE = `UPDATE conversation SET revision = ?, title = ?, shown = ?, status = ?, status_reason = ?, native_status = ?,
  status_until = ?, status_after = ?, sandbox_status = ?, trigger = ?, selected_repository = ?, selected_branch = ?,
  git_provider = ?, pr_number = ?, llm_model = ?, accumulated_cost = ?, token_usage = ?, total_tokens = ?, created_at = ?, updated_at = ?,
  duration_seconds = ?, parent_id = ?, tags = ?, working_dir = ?, leaf_event_id = ?, event_count_reason = ? WHERE pk = ?`

/** What a part of the events says of all of them is wrong; `settleEvents` counts them. */
const UNCOUNT = `UPDATE conversation SET event_count = NULL, error_count = NULL, failed_command_count = NULL, unreadable_count = NULL
  WHERE pk = ? AND event_count IS NOT NULL`

/** What sources say of conversations, and the rows made from it. Runs inside a write of the group. */
export class Sightings {
  readonly #statements: Statements
  readonly #group: WriteGroup
  readonly #events: EventWriter

  constructor(statements: Statements, group: WriteGroup, events: EventWriter) {
    this.#statements = statements
    this.#group = group
    this.#events = events
  }

  /** Key of a conversation; null where the index does not hold it. */
  keyOf(id: string): number | null {
    return toNumber(this.#statements.prepare('SELECT pk FROM conversation WHERE id = ?').get(id)?.['pk'])
  }

  /** Key of a conversation, made where this is the first sighting. */
  keyFor(id: string, source: string): number {
    const known = this.keyOf(id)
    if (known !== null) return known
    this.#group.run(
      `INSERT INTO conversation (id, revision, source, status, pr_number, tags)
       VALUES (?, ?, (SELECT pk FROM source WHERE id = ?), 'unknown', '[]', '{}')`,
      id,
      this.#group.nextRevision(),
      source,
    )
    return this.keyOf(id) ?? 0
  }

  /** Keeps what a source says, without fingerprint where its events are still to be read along with it. */
  keep(conversation: number, source: string, sighting: StoredSighting): void {
    const { eventCount, fingerprint, eventsMark } = sighting
    const record = toShortRecord(sighting.record)
    this.#group.run(
      `INSERT INTO sighting (conversation, source, fingerprint, record, event_count, unreadable, events_mark)
       VALUES (?1, (SELECT pk FROM source WHERE id = ?2), ?3, ?4, ?5, ?6, ?7)
       ON CONFLICT DO UPDATE SET fingerprint = ?3, record = ?4, unreadable = ?6, gone_at = NULL, events_mark = ?7,
       event_count = CASE WHEN ?7 IS NULL THEN ?5 ELSE coalesce(?5, event_count) END,
       events_problem = CASE WHEN events_mark IS ?7 THEN events_problem END`,
      conversation,
      source,
      eventsMark === undefined ? '' : fingerprint,
      JSON.stringify(record),
      eventCount,
      record.unreadable.length,
      eventsMark ?? null,
    )
  }

  /** Ends a read of the events of a source that is followed: those held are what `mark` stands for. */
  keepEvents(conversation: number, source: string, mark: string): void {
    if (isUnread(this.#statements.prepare(CHOOSE).get(conversation))) this.#events.recount(conversation)
    if (this.isTrimmed(conversation)) this.#group.run('UPDATE conversation SET trimmed = 0 WHERE pk = ?', conversation)
    this.#group.run(
      `UPDATE sighting SET events_read = ?1, events_problem = NULL,
       event_count = (SELECT event_count FROM conversation WHERE pk = ?2) WHERE conversation = ?2
       AND source = (SELECT pk FROM source WHERE id = ?3)`,
      mark,
      conversation,
      source,
    )
  }

  /** Keeps what events of the source whose events are held say of the conversation, beside what earlier ones said. */
  keepTold(conversation: number, told: StoredTold): void {
    this.#group.run(
      `UPDATE sighting SET told = json_patch(coalesce(told, '{}'), ?1) WHERE conversation = ?2
       AND source = (SELECT source FROM conversation WHERE pk = ?2)`,
      JSON.stringify(told),
      conversation,
    )
  }

  /**
   * Whether nothing of a conversation is unread but bodies that went for the budget: what is read of it now is to give them back.
   */
  isTrimmed(conversation: number): boolean {
    const trimmed = this.#statements.prepare(
      `SELECT 1 FROM conversation c JOIN sighting s ON s.conversation = c.pk AND s.source = c.source
       WHERE c.pk = ? AND c.trimmed = 1 AND s.events_mark = s.events_read`,
    )
    return trimmed.get(conversation) !== undefined
  }

  /** The events held are forgotten, and with them what they said and that they were read. */
  forgetRead(conversation: number): void {
    this.#group.run(
      `UPDATE sighting SET told = NULL, events_read = NULL WHERE conversation = ?1
       AND source = (SELECT source FROM conversation WHERE pk = ?1) AND (told IS NOT NULL OR events_read IS NOT NULL)`,
      conversation,
    )
  }

  /** Keeps why the events of a source that is followed cannot be read, a sentence without a full stop. */
  refuseEvents(conversation: number, source: string, reason: string): void {
    this.#group.run(
      'UPDATE sighting SET events_problem = ? WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
      reason,
      conversation,
      source,
    )
  }

  /** Notes that a source has a conversation no more. True where another source takes over. */
  markGone(conversation: number, source: string, nowMs: number): boolean {
    this.#group.run(
      'UPDATE sighting SET gone_at = ? WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
      nowMs,
      conversation,
      source,
    )
    return this.#handOn(conversation)
  }

  ownerOf(conversation: number): EventOwner {
    const chosen = this.#statements.prepare(CHOOSE).get(conversation)
    const held = this.#statements.prepare(
      'SELECT source.id AS id FROM conversation JOIN source ON source.pk = conversation.source WHERE conversation.pk = ?',
    )
    return { chosen: String(chosen?.['id']), held: String(held.get(conversation)?.['id']) }
  }

  /**
   * Drops the events held and gives the conversation to another source, whose fingerprint is emptied: its next walk reads them even
   * where nothing changed and nobody managed to before.
   */
  changeOwner(conversation: number, source: string): void {
    this.#events.forget(conversation)
    this.#group.run(
      'UPDATE conversation SET source = (SELECT pk FROM source WHERE id = ?), zone = NULL, zone_basis = NULL WHERE pk = ?',
      source,
      conversation,
    )
    this.#group.run(
      "UPDATE sighting SET fingerprint = '', events_read = NULL, told = NULL WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)",
      conversation,
      source,
    )
    this.describe(conversation)
  }

  /** Removes what a source said, and the conversation with its last sighting. True where another source takes over. */
  remove(conversation: number, source: string): boolean {
    this.#group.run(
      'DELETE FROM sighting WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
      conversation,
      source,
    )
    return this.#handOn(conversation)
  }

  /** Gives the conversation to whoever has it now, or removes it. True where another source takes over. */
  #handOn(conversation: number): boolean {
    if (this.#statements.prepare(CHOOSE).get(conversation) === undefined) {
      this.#drop(conversation)
      return false
    }
    const { chosen, held } = this.ownerOf(conversation)
    if (chosen === held) this.describe(conversation)
    else this.changeOwner(conversation, chosen)
    const isEmptied = this.#isEmptied(conversation)
    if (isEmptied) this.#drop(conversation)
    return chosen !== held && !isEmptied
  }

  /**
   * Whether the events of another source were dropped for one that has it no more, before that could be read or was even heard again
   * (that it took over empties its fingerprint): nothing is left to look at.
   */
  #isEmptied(conversation: number): boolean {
    const left = this.#statements.prepare(
      `SELECT 1 FROM conversation c WHERE pk = ? AND positions = 0
       AND NOT EXISTS (SELECT 1 FROM sighting WHERE conversation = c.pk AND (gone_at IS NULL OR events_read IS NOT NULL))
       AND EXISTS (SELECT 1 FROM sighting WHERE conversation = c.pk AND source = c.source AND fingerprint = '')`,
    )
    return left.get(conversation) !== undefined
  }

  #drop(conversation: number): void {
    this.#events.forget(conversation)
    this.#group.run('DELETE FROM sighting WHERE conversation = ?', conversation)
    this.#group.run('DELETE FROM conversation WHERE pk = ?', conversation)
    const revision = this.#group.nextRevision()
    this.#group.run('INSERT OR REPLACE INTO tombstone (conversation, revision) VALUES (?, ?)', conversation, revision)
  }

  /** Writes the status that time has changed into what the chosen source said, so that nothing brings the old one back. */
  passTime(conversation: number): void {
    const chosen = this.#statements.prepare(CHOOSE).get(conversation)
    if (chosen === undefined) return
    const record = toRecord(chosen['record'])
    const { status, reason } = record.statusAfter ?? { status: record.status, reason: record.statusReason }
    const changed: StoredRecord = { ...record, status, statusReason: reason, statusUntil: null, statusAfter: null }
    this.#group.run(
      'UPDATE sighting SET record = ? WHERE conversation = ? AND source = ?',
      JSON.stringify(changed),
      conversation,
      Number(chosen['source']),
    )
    this.describe(conversation)
  }

  /** Fills the row from the chosen sighting's record and from its events. */
  describe(conversation: number): void {
    const chosen = this.#statements.prepare(CHOOSE).get(conversation)
    if (chosen === undefined) return
    const said = withTold(toRecord(chosen['record']), toText(chosen['told']))
    const record = chosen['gone_at'] === null ? said : toGone(said)
    const row = this.#statements
      .prepare('SELECT first_message, first_time, last_time FROM conversation WHERE pk = ?')
      .get(conversation)
    const [first, last] = [toNumber(row?.['first_time']), toNumber(row?.['last_time'])]
    const shown = record.title ?? toText(row?.['first_message'])
    this.#group.run(
      DESCRIBE,
      this.#group.nextRevision(),
      toStored(record.title),
      shown === null ? null : fold(shown),
      record.status,
      record.statusReason,
      record.nativeStatus,
      record.statusAfter === null ? null : toInteger(record.statusUntil),
      record.statusAfter === null ? null : JSON.stringify(record.statusAfter),
      record.sandboxStatus,
      record.trigger,
      record.selectedRepository,
      record.selectedBranch,
      record.gitProvider,
      JSON.stringify(record.prNumbers),
      record.llmModel,
      record.accumulatedCost,
      toCounts(record.tokenUsage),
      toTotal(record.tokenUsage),
      toInteger(record.createdAt) ?? (first === null ? null : Math.floor(first / 1000)),
      updatedAt(chosen, toInteger(record.updatedAt), last === null ? null : Math.floor(last / 1000)),
      first === null || last === null || isUnread(chosen) ? null : (last - first) / 1e6,
      record.parentConversationId,
      JSON.stringify(record.tags),
      toStored(record.workingDir),
      record.leafEventId,
      whyNotCounted(chosen),
      conversation,
    )
    if (isUnread(chosen)) this.#group.run(UNCOUNT, conversation)
  }
}
