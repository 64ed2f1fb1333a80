import type { ServerDialect } from '../sources/http/detect-server.ts'
import { keyVariableOf, serverIdFor } from '../sources/http/server-id.ts'
import { isUrl, type NamedSource } from './config-sources.ts'
import { formatUrl, toServerUrl } from './server-address.ts'
import { readKey } from './source-key.ts'
import { UsageError } from './usage-error.ts'

/** A server to read. */
export interface ServerSettings {
  readonly id: string
  readonly name: string
  /** Address alone: no key, no query, no slash at its end. */
  readonly url: string
  /** What it speaks; undefined: to be found out. */
  readonly dialect: ServerDialect | undefined
  /** Header-safe; undefined where it has none. It goes to the server and nowhere else. */
  readonly key: string | undefined
  /** IANA zone of event times that state none; undefined: what the conversations show. */
  readonly timezone: string | undefined
  /** Shortest pause between two looks; null: as the sync finds right. */
  readonly intervalMs: number | null
  /** Most requests within a minute; undefined: as its dialect bears. */
  readonly perMinute: number | undefined
  /** How many of the newest conversations have their events read although nobody asked for them. */
  readonly eventBudget: number
}

/** What servers have in common. */
export interface ServerContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly eventBudget: number
}

/**
 * Finds the servers among what a person named. The key of a source hangs on its id, so ids do not hang on what else is named.
 * @throws UsageError where an address or a key is none, or two servers cannot be told apart
 */
export function findServers<Named extends NamedSource>(
  asked: readonly Named[],
  { env, eventBudget }: ServerContext,
): ReadonlyMap<Named, ServerSettings> {
  const servers = new Map<Named, ServerSettings>()
  for (const one of asked) {
    if (!isUrl(one.path)) continue
    const address = toServerUrl(one.path, one.name)
    const url = formatUrl(address)
    const id = serverIdFor(address, one.name)
    for (const other of servers.values()) {
      if (other.url === url) throw new UsageError(`${url} is named twice: name it once.`)
      if (other.id === id)
        throw new UsageError(
          `${other.url} and ${url} would both be called ${id} and take their key from ${keyVariableOf(id)}: give one of them a name of its own in a configuration file (--config).`,
        )
    }
    servers.set(one, {
      id,
      name: one.name ?? url.replace(/^https?:\/\//, ''),
      url,
      dialect: one.dialect,
      key: readKey(id, one.keyFile, env),
      timezone: one.timezone,
      intervalMs: one.intervalMs ?? null,
      perMinute: one.perMinute,
      eventBudget,
    })
  }
  return servers
}
