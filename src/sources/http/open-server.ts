import { AgentServerAdapter } from '../agent-server/agent-server-adapter.ts'
import { SourceError, type Source, type SourceId } from '../source.ts'
import type { DetectedServer, ServerDialect } from './detect-server.ts'
import { HttpClient } from './http-client.ts'
import { RemoteSource } from './remote-source.ts'
import { RequestPace } from './request-pace.ts'
import type { ServerAdapter } from './server-adapter.ts'
import { keyVariableOf } from './server-id.ts'

/** What an app server bears: it limits all who share an address, and the Cloud each user. */
const APP_SERVER_PER_MINUTE = 60

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
}

/** Opens a server. Nothing is asked before its first walk; whether it is there is that one's to say. */
export function openServer({ id, name = id, url, key, dialect, ...settings }: ServerOptions): Source {
  const pace = new RequestPace({ perMinute: APP_SERVER_PER_MINUTE })
  const client = new HttpClient({ url, key, keyVariable: keyVariableOf(id), pace })
  const toAdapter = (spoken: ServerDialect, server: DetectedServer) => {
    pace.allow(spoken === 'agent-server' ? null : APP_SERVER_PER_MINUTE)
    return adapterFor(spoken, server, client)
  }
  return new RemoteSource({ id, name, client, dialect, timezone: undefined, ...settings, toAdapter })
}

function adapterFor(dialect: ServerDialect, { features }: DetectedServer, client: HttpClient): ServerAdapter {
  switch (dialect) {
    case 'agent-server':
      return new AgentServerAdapter({ client, isLazy: features?.loadsLazily ?? true })
    default:
      throw new SourceError(`${client.location} is an app server, which this Lookout does not read yet`)
  }
}
