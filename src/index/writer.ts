import { EventBodies } from './event-bodies.ts'
import { EventWriter } from './event-writer.ts'
import type { EventClock, HeldEvents, StoredEvent, StoredSighting, StoredTold } from './records.ts'
import { OwnClocks } from './own-clocks.ts'
import { Sightings, type EventOwner } from './sightings.ts'
import type { Database, Statement } from './sqlite.ts'
import { Statements } from './statements.ts'
import { Terms } from './terms.ts'
import { TextIndex } from './text-index.ts'
import { Watch, type EventsMark } from './watch.ts'
import { WriteGroup } from './write-group.ts'

/** Rows of the trigram index that are built in one go; more would hold up the next write for too long. */
const TRIGRAM_ROWS = 1000

/** A source as the index numbers it. `rank` is its place on the command line. */
export interface SourceEntry {
  readonly id: string
  readonly name: string
  readonly dialect: string
  readonly location: string
  readonly rank: number
}

/** What became of one batch of events. */
export interface EventChange {
  readonly mode: 'append' | 'replace-all' | 'heal'
  readonly events: readonly StoredEvent[]
  readonly told?: StoredTold
}

/**
 * The only one that writes to the index. Every public method is whole or has not happened, raises the revision where it changed
 * something, and counts the rows that it wrote. Writes that follow each other closely are committed together.
 */
export class IndexWriter {
  readonly #database: Database
  readonly #statements: Statements
  readonly #group: WriteGroup
  readonly #events: EventWriter
  readonly #sightings: Sightings
  readonly #text: TextIndex
  readonly #bodies: EventBodies
  readonly #ownClocks: OwnClocks
  readonly #watch: Watch

  /** `bodyBudgetBytes`: how much of the bodies that cannot be read again is kept, deflated; no limit where nothing is said. */
  constructor(database: Database, bodyBudgetBytes: number = Number.POSITIVE_INFINITY) {
    const terms = new Terms(database, true)
    this.#database = database
    this.#statements = new Statements(database)
    this.#text = new TextIndex(database)
    this.#bodies = new EventBodies(this.#statements, bodyBudgetBytes)
    this.#events = new EventWriter(this.#statements, terms, this.#text, this.#bodies)
    this.#ownClocks = new OwnClocks(this.#statements)
    this.#watch = new Watch(this.#statements)
    this.#group = new WriteGroup(database, this.#statements, () => {
      terms.reset()
      this.#events.reset()
      this.#ownClocks.reset()
    })
    this.#sightings = new Sightings(this.#statements, this.#group, this.#events)
  }

  /** Rows written since the start, bookkeeping of the trigram index aside. */
  get rowsWritten(): number {
    return this.#group.rowsWritten
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
        const gone = this.#prepare('SELECT conversation AS pk FROM sighting WHERE source = ?').all(Number(row['pk']))
        for (const { pk } of gone)
          this.#ownClocks.around(Number(pk), () => this.#sightings.remove(Number(pk), String(row['id'])))
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

  /**
   * Fingerprint of every conversation that this source has shown, by id, in parts of some thousand. It is empty where the conversation is
   * to be seen anew: its last look was cut off, or its clock was configured and is no more, so that it may show its own.
   */
  fingerprints(
    source: string,
    isConfigured: boolean,
  ): Generator<readonly (readonly [id: string, fingerprint: string])[]> {
    return this.#watch.fingerprints(source, isConfigured)
  }

  /** The fingerprint of a conversation that this source still has; null where there is none. */
  fingerprintOf(source: string, id: string): string | null {
    return this.#watch.fingerprintOf(source, id)
  }

  /**
   * Keeps what a source says of a conversation. The fingerprint is left empty until `settle` where its events are read along with it: a
   * read that is cut off is taken up again. Returns whose events the conversation shows by the rule for several sightings.
   */
  see(source: string, sighting: StoredSighting): EventOwner {
    return this.#write(() => {
      const conversation = this.#sightings.keyFor(sighting.id, source)
      this.#sightings.keep(conversation, source, sighting)
      this.#sightings.describe(conversation)
      return this.#sightings.ownerOf(conversation)
    })
  }

  /** Hands a conversation's events over to another source: those of the old one are dropped. */
  changeOwner(id: string, source: string): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation !== null)
        this.#ownClocks.around(conversation, () => this.#sightings.changeOwner(conversation, source))
    })
  }

  /** What is held of a conversation's events: nothing where they are read again for their bodies. */
  held(id: string): HeldEvents {
    const conversation = this.#key(id)
    return conversation === null || this.#sightings.isTrimmed(conversation)
      ? { count: 0, lastSeq: -1, lastId: null, retrySeqs: [] }
      : this.#events.held(conversation)
  }

  /** Takes in one batch of events. */
  take(id: string, change: EventChange, clock: EventClock): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      const isTrimmed = change.mode === 'append' && this.#sightings.isTrimmed(conversation)
      if (change.mode === 'replace-all') {
        this.#events.forget(conversation)
        this.#sightings.forgetRead(conversation)
      }
      this.#ownClocks.around(conversation, () => {
        if (change.mode === 'heal') this.#events.heal(conversation, change.events, clock)
        else
          this.#events.append(
            conversation,
            isTrimmed ? this.#events.restore(conversation, change.events) : change.events,
            clock,
          )
      })
      this.#bodies.trimWhileReading(conversation)
      this.#group.count(change.events.length)
      if (change.told !== undefined) this.#sightings.keepTold(conversation, change.told)
      this.#sightings.describe(conversation)
    })
  }

  /** Ends a look at a conversation: what is held now is what the fingerprint stands for. */
  settle(source: string, id: string, fingerprint: string): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      // Of a source whose events are not shown nobody has read any.
      const isHeld = this.#sightings.ownerOf(conversation).held === source
      if (isHeld && this.#events.settle(conversation)) this.#sightings.describe(conversation)
      this.#run(
        'UPDATE sighting SET fingerprint = ? WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
        fingerprint,
        conversation,
        source,
      )
    })
  }

  /**
   * Conversations of a source that is followed whose events have changed since they were read, or never were: among its `newest` ones,
   * newest first. Those whose events are refused wait until they change.
   */
  eventsDue(source: string, newest: number): readonly string[] {
    return this.#watch.eventsDue(source, newest)
  }

  /** What a followed source last said of a conversation's events; null where it shows no such conversation. */
  eventsMark(source: string, id: string): EventsMark | null {
    return this.#watch.eventsMark(source, id)
  }

  /** Ends a read of events behind their row: what is held now is what the mark stands for. */
  settleEvents(source: string, id: string, mark: string): void {
    this.#write(() => {
      const conversation = this.#key(id)
      // Another source may have come in between, with more events.
      if (conversation === null || this.#sightings.ownerOf(conversation).held !== source) return
      this.#events.settle(conversation)
      this.#sightings.keepEvents(conversation, source, mark)
      this.#sightings.describe(conversation)
      this.#bodies.trim(conversation)
    })
  }

  /** Keeps why the events of a conversation cannot be read; they are due again when they change. */
  refuseEvents(source: string, id: string, reason: string): void {
    this.#write(() => {
      const conversation = this.#key(id)
      if (conversation === null) return
      this.#sightings.refuseEvents(conversation, source, reason)
      this.#sightings.describe(conversation)
    })
  }

  /** Forgets why events of a source could not be read: they are due again. */
  retryEvents(source: string): void {
    const rows = this.#prepare(
      'SELECT conversation FROM sighting WHERE events_problem IS NOT NULL AND source = (SELECT pk FROM source WHERE id = ?)',
    ).all(source)
    if (rows.length === 0) return
    this.#write(() => {
      for (const row of rows) {
        const conversation = Number(row['conversation'])
        this.#run(
          'UPDATE sighting SET events_problem = NULL WHERE conversation = ? AND source = (SELECT pk FROM source WHERE id = ?)',
          conversation,
          source,
        )
        this.#sightings.describe(conversation)
      }
    })
  }

  /** Ids of a source's conversations that are at work, or wait for somebody: those that may change at any moment. */
  active(source: string): readonly string[] {
    return this.#watch.active(source)
  }

  /** Notes that a followed source has these no more; they stay readable. Returns ids whose events another source takes over. */
  markGone(source: string, ids: readonly string[], nowMs: number): readonly string[] {
    return this.#changeHands(ids, (conversation) => this.#sightings.markGone(conversation, source, nowMs))
  }

  /** Whose events a conversation shows; null where the conversation is unknown. */
  owner(id: string): EventOwner | null {
    const conversation = this.#key(id)
    return conversation === null ? null : this.#sightings.ownerOf(conversation)
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
      const isMoved = this.#ownClocks.around(conversation, () => this.#events.setClock(conversation, clock))
      if (isMoved) this.#sightings.describe(conversation)
    })
  }

  /** Conversations of a source that do not show an offset of their own (or shall not) and are on another clock than this. */
  clocksToSettle(source: string, clock: EventClock): readonly string[] {
    return this.#watch.clocksToSettle(source, clock)
  }

  /** How many conversations of a source run. */
  countActive(source: string): number {
    return this.#watch.countActive(source)
  }

  /** How many conversations of a source show which offset of their own. */
  ownClocks(source: string): ReadonlyMap<string, number> {
    return this.#ownClocks.of(source)
  }

  /** Removes what a source no longer has; a conversation that no source has is removed. Returns ids whose events another source takes over. */
  removeSightings(source: string, ids: readonly string[]): readonly string[] {
    return this.#changeHands(ids, (conversation) => this.#sightings.remove(conversation, source))
  }

  /** Writes the statuses that time has changed, `now` in UTC ms. Returns when the next one is due, or null. */
  passTime(now: number): number | null {
    const due = this.#prepare('SELECT pk FROM conversation WHERE status_until <= ?').all(now)
    if (due.length > 0) this.#write(() => due.forEach((row) => this.#sightings.passTime(Number(row['pk']))))
    const next = this.#prepare(
      'SELECT min(status_until) AS next FROM conversation WHERE status_until IS NOT NULL',
    ).get()?.['next']
    return typeof next === 'number' ? next : null
  }

  /** Ids of the conversations that changed most recently, behind as many of those that run or wait for a confirmation. */
  newest(source: string, limit: number): readonly string[] {
    return this.#watch.newest(source, limit)
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
    this.#group.flush()
  }

  close(): void {
    this.flush()
    this.#database.exec('PRAGMA optimize')
    this.#database.close()
  }

  /** Returns ids whose events another source takes over. */
  #changeHands(ids: readonly string[], change: (conversation: number) => boolean): readonly string[] {
    return this.#write(() =>
      ids.filter((id) => {
        const conversation = this.#key(id)
        return conversation !== null && this.#ownClocks.around(conversation, () => change(conversation))
      }),
    )
  }

  #key(id: string): number | null {
    return this.#sightings.keyOf(id)
  }

  #write<T>(body: () => T): T {
    return this.#group.write(body)
  }

  #run(sql: string, ...values: readonly (string | number | null)[]): void {
    this.#group.run(sql, ...values)
  }

  #prepare(sql: string): Statement {
    return this.#statements.prepare(sql)
  }
}
