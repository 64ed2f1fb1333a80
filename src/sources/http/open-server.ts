import { AgentServerAdapter } from '../agent-server/agent-server-adapter.ts'
import type { Source, SourceId } from '../source.ts'
import { V0ServerAdapter } from '../v0-server/v0-server-adapter.ts'
import { V1ServerAdapter } from '../v1-server/v1-server-adapter.ts'
import type { DetectedServer, ServerDialect } from './detect-server.ts'
import { HttpClient } from './http-client.ts'
import { RemoteSource } from './remote-source.ts'
import { RequestPace } from './request-pace.ts'
import type { ServerAdapter } from './server-adapter.ts'
import { keyVariableOf } from './server-id.ts'

/**
 * Requests that a server bears within a minute; null: as many as come. An app server delays whoever asks more than ten times a second,
 * the Cloud bears a hundred a minute of a user in all.
 */
const PER_MINUTE: Readonly<Record<ServerDialect, number | null>> = {
  'agent-server': null,
  'app-server-v0': 60,
  'app-server-v1': 60,
}
/** The same of a server that has not shown yet what it is. */
const PER_MINUTE_AT_FIRST = 60

/** How to open a server. */
export interface ServerOptions {
  readonly id: SourceId
  /** What a person calls it; the id where it is not given. */
  readonly name?: string
  /** Without key and query: it is shown. */
  readonly url: string
  /** What it speaks; undefined: to be found out. */
  readonly dialect?: ServerDialect | undefined
  /** Sent to it, and shown nowhere. */
  readonly key?: string | undefined
  /** IANA zone of event times that state none. */
  readonly timezone?: string | undefined
  /** Shortest pause between two looks, ms; null: as the sync finds right. */
  readonly intervalMs: number | null
  /** How many of the newest conversations have their events read although nobody asked for them. */
  readonly eventBudget: number
  /** Most requests within a minute; undefined: as its dialect bears. */
  readonly perMinute?: number | undefined
}

/** The time that a server is followed by. */
export interface ServerClock {
  /** UTC ms; never jumps back. */
  readonly now: () => number
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/**
 * Opens a server. Nothing is asked before its first walk; whether it is there is that one's to say. `clock`: another than this machine's.
 */
export function openServer(
  { id, name = id, url, key, dialect, perMinute, ...settings }: ServerOptions,
  clock?: ServerClock,
): Source {
  const pace = new RequestPace({ perMinute: perMinute ?? PER_MINUTE_AT_FIRST, ...clock })
  const client = new HttpClient({ url, key, keyVariable: keyVariableOf(id), pace })
  const toAdapter = (spoken: ServerDialect, server: DetectedServer) => {
    pace.allow(perMinute ?? PER_MINUTE[spoken])
    return adapterFor(spoken, server, { client, ...(clock === undefined ? {} : { now: clock.now }) })
  }
  return new RemoteSource({ id, name, client, dialect, timezone: undefined, ...settings, toAdapter })
}

function adapterFor(
  dialect: ServerDialect,
  server: DetectedServer,
  access: { readonly client: HttpClient; readonly now?: () => number },
): ServerAdapter {
  switch (dialect) {
    case 'agent-server':
      return new AgentServerAdapter({ client: access.client, isLazy: server.features?.loadsLazily ?? true })
    case 'app-server-v1':
      return new V1ServerAdapter({ ...access, eventPaths: server.eventPaths ?? 'of-one' })
    case 'app-server-v0':
      return new V0ServerAdapter({ ...access, hasV1: server.dialects.includes('app-server-v1') })
  }
}
