import { accessSync, constants, statSync, type Stats } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { sourceIdFor } from '../sources/detect.ts'
import { errorCode } from '../sources/error-code.ts'
import { findPlaces, placeOf, type FoundPlace, type FoundPlaces } from '../sources/find-places.ts'
import { findParts, identityOf } from '../sources/place-identity.ts'
import { SourceError, type Dialect } from '../sources/source.ts'
import { expand } from './config-file.ts'
import type { NamedSource } from './config-sources.ts'
import { findServers, type ServerContext, type ServerSettings } from './server-settings.ts'
import { noticeUnusedKeys } from './source-key.ts'
import { UsageError } from './usage-error.ts'

/** What to read, found and told apart: a place on this machine or a server. */
export type SourceSettings = PlaceSettings | ServerSettings

/** A directory or a downloaded trajectory. */
interface PlaceSettings {
  readonly id: string
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly dialect: Dialect
  /** IANA zone of event times that state none; undefined: what the conversations show. */
  readonly timezone: string | undefined
}

/** What a person named, or a usual place of which the places are known already. */
export interface AskedSource extends NamedSource {
  readonly places?: readonly FoundPlace[]
}

/** What of the process decides where the usual places are. */
interface Whereabouts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
}

/** One place, and as part of what it was asked for. */
interface AskedPlace {
  readonly asked: AskedSource
  readonly place: FoundPlace
  /** Whether it was all that was found there. */
  readonly isAlone: boolean
}

/**
 * Finds every server and every place that these sources hold, in their order; ids are unique, and nothing is read twice. A place that a
 * parent holds and another source names is that other's; of sources that are the same the first counts; a part of another, as a store of
 * an app server's home, is read with that. Notices are sentences.
 * @throws UsageError where a source is nothing that can be read
 */
export function findSources(
  asked: readonly AskedSource[],
  context: ServerContext,
): { readonly sources: readonly SourceSettings[]; readonly notices: readonly string[] } {
  const servers = findServers(asked, context)
  const serverIds = [...servers.values()].map(({ id }) => id)
  const { places, notices } = findPlacesOf(asked.filter((one) => !servers.has(one)))
  const taken = new Set<string>(serverIds)
  const sources = asked.flatMap((one): readonly SourceSettings[] => {
    const server = servers.get(one)
    if (server !== undefined) return [server]
    const own = places.filter((place) => place.asked === one)
    return own.map((place) => {
      const settings = toSettings(place, taken)
      taken.add(settings.id)
      return settings
    })
  })
  return { sources, notices: [...notices, ...noticeUnusedKeys(context.env, serverIds)] }
}

function findPlacesOf(asked: readonly AskedSource[]): {
  readonly places: readonly AskedPlace[]
  readonly notices: readonly string[]
} {
  const found = asked.map((one) => {
    const { places, notices } = one.places ? { places: one.places, notices: [] } : find(one.path)
    return { asked: one, places, notices, isAlone: places.length === 1 }
  })
  const notices = found.flatMap((one) => one.notices.map((sentence) => `${sentence}.`))
  const named = new Map<string, (typeof found)[number]>()
  for (const one of found) {
    const same = named.get(identityOf(one.asked.path))
    if (same !== undefined) notices.push(`${one.asked.path} and ${same.asked.path} are the same: it is read once.`)
    else named.set(identityOf(one.asked.path), one)
  }
  const seen = new Set<string>()
  const all = [...named.values()].flatMap((one) =>
    one.places.flatMap((place): readonly AskedPlace[] => {
      const identity = identityOf(place.path)
      if (seen.has(identity) || (named.get(identity) ?? one) !== one) return []
      seen.add(identity)
      return [{ asked: one.asked, place, isAlone: one.isAlone }]
    }),
  )
  const parts = findParts(all.map(({ place }) => place))
  for (const [part, whole] of parts) notices.push(`${part.path} is part of ${whole.path} and is read with it.`)
  return { places: all.filter(({ place }) => !parts.has(place)), notices }
}

function toSettings({ asked, place, isAlone }: AskedPlace, taken: ReadonlySet<string>): PlaceSettings {
  const { name, timezone } = asked
  const { path, dialect } = place
  const inside = isAlone ? '' : relative(asked.path, path)
  const id = sourceIdFor(name === undefined ? path : join('/', name, inside), taken, dialect)
  return { id, name: name === undefined ? id : `${name} ${inside}`.trim(), path, dialect, timezone }
}

/** Where OpenHands keeps conversations, as far as there are any; each place once. Nobody asked for them: none is fatal. */
export function findUsualPlaces({ env, cwd, home }: Whereabouts): {
  readonly places: readonly AskedSource[]
  readonly notices: readonly string[]
} {
  const persistence = env['OPENHANDS_PERSISTENCE_DIR']
  const candidates = [
    env['OPENHANDS_CONVERSATIONS_DIR'],
    persistence ? join(persistence, 'conversations') : undefined,
    env['OH_CONVERSATIONS_PATH'],
    '~/.openhands/conversations',
    '~/.openhands/agent-canvas/conversations',
    './workspace/conversations',
  ].flatMap((path) => (path ? [expand(path, cwd, home)] : []))
  const places = new Map<string, AskedSource>()
  const notices: string[] = []
  const tryAt = (candidate: string, findAt: (path: string) => FoundPlaces) => {
    try {
      if (!look(candidate)?.isDirectory()) return
      const found = findAt(candidate)
      notices.push(...found.notices.map((sentence) => `${sentence}.`))
      for (const place of found.places) {
        const identity = identityOf(place.path)
        if (!places.has(identity)) places.set(identity, { path: place.path, places: [place] })
      }
    } catch (fault) {
      if (!(fault instanceof UsageError)) throw fault
      notices.push(`Left out: ${fault.message}`)
    }
  }
  for (const candidate of candidates) tryAt(candidate, find)
  for (const store of appServerStores(join(home, '.openhands'))) tryAt(store, findOfAppServer)
  return { places: [...places.values()], notices }
}

/** Where an app server's database lies beside its stores, they are one place. */
function appServerStores(openhands: string): readonly string[] {
  const sessions = join(openhands, 'sessions')
  if (placeOf(openhands)?.dialect === 'v1-directory') return [sessions, openhands]
  return [sessions, join(openhands, 'v1_conversations'), join(openhands, 'v1')]
}

/** Such a folder without a conversation tells nobody what will come into it. */
function findOfAppServer(path: string): FoundPlaces {
  const itself = placeOf(path)
  const { places, notices } = itself === null ? find(path) : { places: [itself], notices: [] }
  return { places: places.filter(({ dialect }) => /^v\d-directory$/.test(dialect)), notices }
}

function find(path: string): FoundPlaces {
  const stats = look(path)
  if (!stats) throw new UsageError(`There is no directory ${resolve(path)}: check the path${hintOf(path)}.`)
  try {
    accessSync(path, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK)
    return findPlaces(path)
  } catch (fault) {
    if (fault instanceof SourceError) throw new UsageError(`${fault.message}.`)
    // Not allowed, a broken disk: the way out is the same.
    throw new UsageError(`${resolve(path)} cannot be read: check its permissions.`)
  }
}

/** What looks like a server's address may be one. */
function hintOf(path: string): string {
  const address = /\/(?<address>[\w-]+(?:\.[\w-]+)*:\d{1,5})(?:\/|$)/.exec(path)?.groups?.['address']
  return address === undefined ? '' : `, or give a server as http://${address}`
}

/** What is at a path; null: nothing. @throws UsageError where nobody can say: no permission on the way, links in a circle */
function look(path: string): Stats | null {
  try {
    return statSync(path)
  } catch (fault) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(fault))) return null
    throw new UsageError(`${resolve(path)} cannot be read: check its permissions, and where its links lead.`)
  }
}
