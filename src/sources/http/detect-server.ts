import { toFilledText, toJsonObject, type JsonObject } from '../json-value.ts'
import { SourceError, type Dialect } from '../source.ts'
import type { HttpClient } from './http-client.ts'
import { HttpFault, type FaultKind } from './http-fault.ts'
import type { Query } from './request-url.ts'
import { isAtLeast, majorOf } from './server-version.ts'

/** What a server may speak, as a configuration says it. */
export const SERVER_DIALECTS = ['agent-server', 'app-server-v1', 'app-server-v0'] as const satisfies readonly Dialect[]

/** One of them. */
export type ServerDialect = (typeof SERVER_DIALECTS)[number]

/** What an Agent Server of some version does; without a version, what is safe to suppose. */
export interface AgentServerFeatures {
  /** Conversations at rest stay so until somebody asks for their events (1.37.0); before, all are awake from the start. */
  readonly loadsLazily: boolean
}

/** A server as it shows itself. */
export interface DetectedServer {
  /** What it speaks; one of 2025 speaks V1 and V0. Never empty. */
  readonly dialects: readonly ServerDialect[]
  /** As it says; null where it does not. */
  readonly version: string | null
  readonly isCloud: boolean
  /** Of an Agent Server. */
  readonly features: AgentServerFeatures | null
  /** Of V1: events lie at `/api/v1/conversation/{id}/events`, or (2025) all at `/api/v1/events`. */
  readonly eventPaths: 'of-one' | 'of-all' | null
  /** What a person should know of it, in sentences without a full stop. */
  readonly notes: readonly string[]
}

/** How to ask a server what it is. */
export interface DetectOptions {
  readonly client: HttpClient
  /** What the configuration says that it speaks: nothing else is tried then. */
  readonly dialect?: ServerDialect | undefined
  readonly signal: AbortSignal
}

const NAMES: Readonly<Record<ServerDialect, string>> = {
  'agent-server': 'an Agent Server',
  'app-server-v0': 'an app server (V0)',
  'app-server-v1': 'an app server (V1)',
}
const OLDEST_AGENT_SERVER = '1.0.0'
const KNOWN_MAJOR = 1
const MAX_BYTES = 8 * 1024 * 1024
const OLD_EVENT_PATH = '/api/v1/events/search'

/** Faults that say something of one path; any other says that the server cannot be asked at all. */
const OF_A_PATH: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'unauthorized',
  'forbidden',
  'not-found',
  'server-error',
  'bad-status',
  'html',
  'not-json',
  'too-large',
])
/** Of those, faults of a path that is there: its key is another one, or it has trouble. */
const LOCKED: ReadonlySet<FaultKind> = new Set<FaultKind>(['unauthorized', 'forbidden'])
const OF_A_KNOWN_PATH: ReadonlySet<FaultKind> = new Set<FaultKind>([...LOCKED, 'server-error'])

/** What a probe brought: JSON of any kind, or why there was none. */
type Finding = { readonly json: unknown } | { readonly fault: HttpFault }

/** Whether a path of a dialect is there; a fault: it is, and refuses to say more. */
type Presence = 'there' | 'absent' | HttpFault

/**
 * Finds out what a server speaks, by requests that change nothing on any of them.
 * @throws HttpFault where it cannot be asked, or wants another key; SourceError where it is nothing that Lookout reads
 */
export async function detectServer(options: DetectOptions): Promise<DetectedServer> {
  const { client, dialect } = options
  const isApp = dialect === 'app-server-v0' || dialect === 'app-server-v1'
  const info = isApp ? null : objectIn(await probe(options, '/server_info'))
  const title = info?.['title']
  if (title === 'Lookout')
    throw new SourceError(`${client.location} is a Lookout itself: give the servers and directories that it reads`)
  if (dialect === 'agent-server' || title === 'OpenHands Agent Server') return detectAgentServer(options, info)
  return detectAppServer(options)
}

async function detectAgentServer(options: DetectOptions, info: JsonObject | null): Promise<DetectedServer> {
  const { location } = options.client
  const version = toFilledText(info?.['version'])
  const isOld = majorOf(version) !== null && !isAtLeast(version, OLDEST_AGENT_SERVER)
  if (isOld)
    throw new SourceError(`${location} is an Agent Server ${version}: Lookout reads 1.0 and later ones, update it`)
  const count = toPresence(await probe(options, '/api/conversations/count'), Number.isInteger)
  if (count !== 'there') throw count === 'absent' ? toStranger(options) : count
  const isSilent = majorOf(version) === null
  return {
    dialects: ['agent-server'],
    version,
    isCloud: false,
    features: {
      loadsLazily: isSilent || isAtLeast(version, '1.37.0'),
    },
    eventPaths: null,
    notes: isSilent ? [`${location} does not say its version`] : notesOn(`${location} is an Agent Server`, version),
  }
}

async function detectAppServer(options: DetectOptions): Promise<DetectedServer> {
  const { client, dialect } = options
  const isCloud = objectIn(await probe(options, '/saas'))?.['saas'] === true
  const v1 = dialect === 'app-server-v0' ? ABSENT : await probe(options, '/api/v1/app-conversations/count')
  const v0 = dialect === 'app-server-v1' ? ABSENT : await probe(options, '/api/conversations', { limit: 1 })
  // An Agent Server behind a proxy that hides what it is: it misses ids.
  if (dialect === undefined && 'fault' in v0 && v0.fault.status === 422) return detectAgentServer(options, null)
  const hasV1 = toPresence(v1, Number.isInteger)
  const hasV0 = toPresence(v0, (json) => Array.isArray(toJsonObject(json)?.['results']))
  const dialects = chooseDialects(options, hasV1, isCloud && hasV1 === 'there' && hasV0 !== 'there' ? 'absent' : hasV0)
  const document = objectIn(await probe(options, '/openapi.json'))
  const version = toFilledText(toJsonObject(document?.['info'])?.['version'])
  const paths = toJsonObject(document?.['paths'])
  const isOld = paths === null ? dialects.includes('app-server-v0') && !isCloud : OLD_EVENT_PATH in paths
  return {
    dialects,
    version,
    isCloud,
    features: null,
    eventPaths: dialects.includes('app-server-v1') ? (isOld ? 'of-all' : 'of-one') : null,
    notes: notesOn(`${client.location} is an app server`, version),
  }
}

/** @throws HttpFault, SourceError where there is none, or a key is wanted for one of them */
function chooseDialects(options: DetectOptions, v1: Presence, v0: Presence): readonly ServerDialect[] {
  const faults = [v1, v0].filter((one) => one instanceof HttpFault)
  // With another key it would say more: half of a server is not shown as the whole.
  const locked = faults.find(({ kind }) => LOCKED.has(kind))
  if (locked !== undefined) throw locked
  if (v1 !== 'there' && v0 !== 'there') throw faults[0] ?? toStranger(options)
  return SERVER_DIALECTS.filter(
    (name) => (name === 'app-server-v1' && v1 !== 'absent') || (name === 'app-server-v0' && v0 !== 'absent'),
  )
}

const ABSENT: Finding = { json: null }

/** @throws HttpFault where the server cannot be asked at all */
async function probe({ client, signal }: DetectOptions, path: string, query: Query = {}): Promise<Finding> {
  try {
    const { json } = await client.getJson(path, query, { signal, isAwaited: true, maxBytes: MAX_BYTES })
    return { json }
  } catch (fault) {
    if (fault instanceof HttpFault && OF_A_PATH.has(fault.kind)) return { fault }
    throw fault
  }
}

function objectIn(finding: Finding): JsonObject | null {
  return 'json' in finding ? toJsonObject(finding.json) : null
}

function toPresence(finding: Finding, isThere: (json: unknown) => boolean): Presence {
  if ('json' in finding) return isThere(finding.json) ? 'there' : 'absent'
  return OF_A_KNOWN_PATH.has(finding.fault.kind) ? finding.fault : 'absent'
}

function toStranger({ client, dialect }: DetectOptions): SourceError {
  const { location } = client
  const what = dialect === undefined ? 'like no server of OpenHands' : `not like ${NAMES[dialect]}`
  const rest = /\/(?:api|docs)$/.exec(location)?.[0]
  const advice =
    rest === undefined
      ? 'give the address of an Agent Server, an app server or OpenHands Cloud'
      : `leave ${rest} off its address`
  return new SourceError(`${location} answers, but ${what}: ${advice}`)
}

function notesOn(what: string, version: string | null): readonly string[] {
  const major = majorOf(version)
  if (major === null || major <= KNOWN_MAJOR) return []
  return [`${what} ${version}, newer than any that this Lookout knows: what it shows may be incomplete`]
}
