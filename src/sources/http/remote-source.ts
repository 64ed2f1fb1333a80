import type {
  ConversationId,
  Dialect,
  EventBatch,
  Following,
  KnownEvents,
  Sighting,
  Source,
  SourceId,
} from '../source.ts'
import { detectServer, type DetectedServer, type ServerDialect } from './detect-server.ts'
import type { HttpClient } from './http-client.ts'
import type { ServerAdapter } from './server-adapter.ts'

/** How to follow one server, whatever it speaks. */
export interface RemoteSourceOptions {
  readonly id: SourceId
  readonly name: string
  readonly client: HttpClient
  /** What the configuration says that it speaks; undefined: to be found out. */
  readonly dialect: ServerDialect | undefined
  /** IANA zone of event times that state none. */
  readonly timezone: string | undefined
  readonly intervalMs: number | null
  readonly eventBudget: number
  /** Called when the server has shown what it is. */
  readonly toAdapter: (dialect: ServerDialect, server: DetectedServer) => ServerAdapter
}

/** What a server has shown itself to be. */
interface Known {
  readonly server: DetectedServer
  readonly adapters: readonly ServerAdapter[]
}

/**
 * A server as a source. What it speaks is found out when it first answers, and again with every walk: it may have been updated. One that
 * speaks two dialects is one source; of a conversation that both show, the first is asked.
 */
export class RemoteSource implements Source {
  readonly id: SourceId
  readonly name: string
  readonly location: string
  readonly timezone: string | null
  readonly work = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  readonly following: Following
  readonly #options: RemoteSourceOptions
  readonly #owners = new Map<ConversationId, Dialect>()
  #known: Known | null = null

  constructor(options: RemoteSourceOptions) {
    this.id = options.id
    this.name = options.name
    this.location = options.client.location
    this.timezone = options.timezone ?? null
    this.#options = options
    this.following = {
      changes: (active, signal) => this.#changes(active, signal),
      lookAt: (ids, signal) => this.#lookAt(ids, signal),
      isWalkDue: () => this.#known?.adapters.some((adapter) => adapter.isWalkDue()) ?? false,
      notes: () => this.#notes(),
      eventBudget: options.eventBudget,
      intervalMs: options.intervalMs,
    }
  }

  get dialect(): Dialect {
    return this.#known?.server.dialects.at(-1) ?? this.#options.dialect ?? 'server'
  }

  async count(signal: AbortSignal): Promise<number> {
    // A walk begins with this question.
    const adapters = await this.#detect(signal)
    let count = 0
    for (const adapter of adapters) count += await adapter.count(signal)
    return count
  }

  async *list(_known: unknown, signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    const taken = new Map<ConversationId, Dialect>()
    for (const adapter of await this.#adapters(signal)) {
      for await (const batch of adapter.list(signal)) {
        const own = batch.filter(({ id }) => (taken.get(id) ?? adapter.dialect) === adapter.dialect)
        for (const { id } of own) taken.set(id, adapter.dialect)
        this.#own(own, adapter)
        yield own
      }
    }
  }

  async look(id: ConversationId): Promise<Sighting | null> {
    for await (const [, sighting] of this.#lookAt([id], new AbortController().signal)) return sighting
    return null
  }

  async *events(
    id: ConversationId,
    known: KnownEvents,
    signal: AbortSignal,
    isAwaited = false,
  ): AsyncGenerator<EventBatch> {
    const adapters = await this.#adapters(signal)
    const adapter = adapters.find(({ dialect }) => dialect === this.#owners.get(id)) ?? adapters[0]
    if (adapter !== undefined) yield* adapter.events(id, known, signal, isAwaited)
  }

  /** The index keeps them. */
  async body(): Promise<null> {
    return Promise.resolve(null)
  }

  async *#changes(active: readonly ConversationId[], signal: AbortSignal): AsyncGenerator<readonly Sighting[]> {
    for (const adapter of await this.#adapters(signal)) {
      const own = active.filter((id) => this.#owners.get(id) === adapter.dialect)
      for await (const batch of adapter.changes(own, signal)) {
        const sightings = batch.filter(({ id }) => (this.#owners.get(id) ?? adapter.dialect) === adapter.dialect)
        this.#own(sightings, adapter)
        yield sightings
      }
    }
  }

  /** Whose a conversation is may have been forgotten with the process: then each is asked until one has it. */
  async *#lookAt(
    ids: readonly ConversationId[],
    signal: AbortSignal,
  ): AsyncGenerator<readonly [ConversationId, Sighting | null]> {
    let open = ids
    for (const adapter of await this.#adapters(signal)) {
      const missing: ConversationId[] = []
      for await (const [id, sighting] of adapter.lookAt(open, signal)) {
        if (sighting === null) missing.push(id)
        else {
          this.#own([sighting], adapter)
          yield [id, sighting]
        }
      }
      open = missing
      if (open.length === 0) return
    }
    for (const id of open) yield [id, null]
  }

  #own(sightings: readonly Sighting[], { dialect }: ServerAdapter): void {
    for (const { id } of sightings) this.#owners.set(id, dialect)
  }

  async #adapters(signal: AbortSignal): Promise<readonly ServerAdapter[]> {
    return this.#known?.adapters ?? this.#detect(signal)
  }

  async #detect(signal: AbortSignal): Promise<readonly ServerAdapter[]> {
    const { client, dialect, toAdapter } = this.#options
    const server = await detectServer({ client, dialect, signal })
    // Those that know what was there go on.
    if (this.#known !== null && JSON.stringify(this.#known.server) === JSON.stringify(server))
      return this.#known.adapters
    this.#known = { server, adapters: server.dialects.map((name) => toAdapter(name, server)) }
    return this.#known.adapters
  }

  #notes(): readonly string[] {
    if (this.#known === null) return []
    const { server, adapters } = this.#known
    return [...server.notes, ...adapters.flatMap((adapter) => adapter.notes())]
  }
}
