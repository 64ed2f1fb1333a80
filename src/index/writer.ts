import { DeclaredSources, type SourceEntry } from './declared-sources.ts'
import { EventBodies } from './event-bodies.ts'
import { EventWriter } from './event-writer.ts'
import type { EventClock, HeldEvents, StoredEvent, StoredSighting, StoredTold } from './records.ts'
import { OwnClocks } from './own-clocks.ts'
import { Sightings, type EventOwner } from './sightings.ts'
import type { Database, Statement } from './sqlite.ts'
import { Statements } from './statements.ts'
import { Terms } from './terms.ts'
import { TextIndex } from './text-index.ts'
import { Watch } from './watch.ts'
import { WriteGroup } from './write-group.ts'

/** Rows of the trigram index that are built in one go; more would hold up the next write for too long. */
const TRIGRAM_ROWS = 1000

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
  /** What the sync asks before it looks at a source. */
  readonly watch: Watch
  readonly #database: Database
  readonly #statements: Statements
  readonly #group: WriteGroup
  readonly #events: EventWriter
  readonly #sightings: Sightings
  readonly #sources: DeclaredSources
  readonly #text: TextIndex
  readonly #bodies: EventBodies
  readonly #ownClocks: OwnClocks

  /** `bodyBudgetBytes`: how much of the bodies that cannot be read again is kept, deflated; no limit where nothing is said. */
  constructor(database: Database, bodyBudgetBytes: number = Number.POSITIVE_INFINITY) {
    const terms = new Terms(database, true)
    this.#database = database
    this.#statements = new Statements(database)
    this.#text = new TextIndex(database)
    this.#bodies = new EventBodies(this.#statements, bodyBudgetBytes)
    this.#events = new EventWriter(this.#statements, terms, this.#text, this.#bodies)
    this.#ownClocks = new OwnClocks(this.#statements)
    this.watch = new Watch(this.#statements)
    this.#group = new WriteGroup(database, this.#statements, () => {
      terms.reset()
      this.#events.reset()
      this.#ownClocks.reset()
    })
    this.#sightings = new Sightings(this.#statements, this.#group, this.#events)
    this.#sources = new DeclaredSources(this.#statements, this.#group, this.#sightings, this.#ownClocks)
  }

  /** Rows written since the start, bookkeeping of the trigram index aside. */
  get rowsWritten(): number {
    return this.#group.rowsWritten
  }

  /** The set of sources, in the order of the command line; what was known of sources that are gone is removed. */
  declareSources(entries: readonly SourceEntry[]): void {
    this.#write(() => this.#sources.declare(entries))
  }

  /** Whether the first walk over a source has ended. */
  isComplete(source: string): boolean {
    return this.#sources.isComplete(source)
  }

  markComplete(source: string): void {
    if (this.isComplete(source)) return
    this.#write(() => this.#sources.markComplete(source))
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
