import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { expand, readConfigFile } from './config-file.ts'
import type { NamedSource } from './config-sources.ts'
import type { Flags } from './flags.ts'
import { parseSize } from './quantities.ts'
import { isLoopback } from './security.ts'
import { findSources, findUsualPlaces, type SourceSettings } from './source-settings.ts'
import { isTimeZone } from './times.ts'
import { UsageError } from './usage-error.ts'

/** Everything that a start needs to know. */
export interface Config {
  readonly sources: readonly SourceSettings[]
  /** Whether the sources are the bundled sample, because no other place was found. */
  readonly isSample: boolean
  readonly port: number
  readonly host: string
  /** Further names that `Host` may say, without port. */
  readonly allowedHosts: readonly string[]
  /** What page and API ask for; undefined: nothing. */
  readonly token: string | undefined
  readonly cacheDirectory: string
  readonly open: boolean
  /** Bytes of event bodies of servers that the index keeps. */
  readonly bodyBudget: number
  /** Sentences for the console: what was left out, as usual places that hold something else. */
  readonly notices: readonly string[]
}

/** What of the process decides how it starts. */
export interface Surrounding {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  /** The bundled sample. */
  readonly sample: readonly NamedSource[]
}

const DEFAULT_PORT = 4680
const DEFAULT_EVENT_BUDGET = 500
const DEFAULT_BODY_BUDGET = 2 * 1024 ** 3
const SHORTEST_TOKEN = 16
/** Fits into a head and into the body of a sign-in. */
const LONGEST_TOKEN = 1024

/** Brings command line, file and surroundings together. @throws UsageError */
export function readConfig(flags: Flags, surrounding: Surrounding): Config {
  const { env, cwd, home } = surrounding
  const file = flags.config === undefined ? {} : readConfigFile(expand(flags.config, cwd, home), home)
  // Checked here too: the sample has a zone of its own and would let a wrong one pass.
  const timezone = toTimezone(flags.timezone ?? file.timezone)
  const named = flags.sources.length > 0 ? flags.sources.map((text) => toNamed(text, surrounding)) : file.sources
  const usual = named ? { places: [], notices: [] } : findUsualPlaces(surrounding)
  const asked = named ?? usual.places
  const isSample = asked.length === 0
  const token = toToken(env['LOOKOUT_TOKEN'])
  const allowedHosts = flags.allowedHosts.length > 0 ? flags.allowedHosts : (file.allowedHosts ?? [])
  const places = isSample ? surrounding.sample : asked
  const found = findSources(places, { env, eventBudget: toEventBudget(file.event_budget) })
  return {
    sources: found.sources.map((one) => ({ ...one, timezone: toTimezone(one.timezone ?? timezone) })),
    isSample,
    port: toPort(flags.port ?? file.port),
    host: toHost(flags.host ?? file.host ?? '127.0.0.1', token),
    allowedHosts: allowedHosts.map(toHostName),
    token,
    cacheDirectory: flags.cache ? expand(flags.cache, cwd, home) : (file.cache ?? defaultCache(env, home)),
    open: flags.open,
    bodyBudget: toBodyBudget(file.body_budget),
    notices: [...usual.notices, ...found.notices],
  }
}

function toNamed(text: string, { cwd, home }: Surrounding): NamedSource {
  if (text === '')
    throw new UsageError(
      'A SOURCE is empty: give the path of a directory of conversations or of a trajectory, or a URL.',
    )
  return { path: expand(text, cwd, home) }
}

function defaultCache(env: Surrounding['env'], home: string): string {
  const base = env['XDG_CACHE_HOME']
  // The XDG specification ignores relative paths.
  return base?.startsWith('/') ? join(base, 'lookout') : join(home, '.cache', 'lookout')
}

function toTimezone(timezone: string | undefined): string | undefined {
  if (timezone !== undefined && !isTimeZone(timezone))
    throw new UsageError(`There is no time zone ${timezone}: give an IANA name like Europe/Berlin or UTC.`)
  return timezone
}

function toPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError(`${text} is no port: give --port a number from 0 (any free one) to 65535.`)
  return Number(text)
}

function toEventBudget(text: string | undefined): number {
  if (text === undefined) return DEFAULT_EVENT_BUDGET
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${text} is no event_budget: give it a number of conversations.`)
  return Number(text)
}

function toBodyBudget(text: string | undefined): number {
  const bytes = text === undefined ? DEFAULT_BODY_BUDGET : parseSize(text)
  if (bytes === null) throw new UsageError(`${text} is no body_budget: give it a size like 2GB or 500MB.`)
  return bytes
}

function toHost(text: string, token: string | undefined): string {
  const host = text.replace(/^\[(.*)\]$/, '$1')
  if (!isLoopback(host) && token === undefined)
    throw new UsageError(
      `On ${text} others can reach Lookout: set LOOKOUT_TOKEN to an access token of ${SHORTEST_TOKEN} characters or more, or give --host 127.0.0.1.`,
    )
  return host
}

function toHostName(text: string): string {
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(text) && !isIPv6(text.replace(/^\[(.*)\]$/, '$1')))
    throw new UsageError(
      `${text} is no name of a host: give --allowed-host a name or address alone, like lookout.example.`,
    )
  return text
}

/** Never repeats what it was given. It has to fit into a header as it is. */
function toToken(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^[!-~]+$/.test(text) && text !== '')
    throw new UsageError(
      'LOOKOUT_TOKEN may hold letters, digits and signs of ASCII alone, and no space: choose another.',
    )
  if (text.length < SHORTEST_TOKEN)
    throw new UsageError(`LOOKOUT_TOKEN has ${text.length} characters: give it ${SHORTEST_TOKEN} or more, or unset it.`)
  if (text.length > LONGEST_TOKEN)
    throw new UsageError(`LOOKOUT_TOKEN has ${text.length} characters: give it ${LONGEST_TOKEN} or fewer.`)
  return text
}
