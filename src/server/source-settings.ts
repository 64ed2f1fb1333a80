import { accessSync, constants, statSync, type Stats } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { sourceIdFor } from '../sources/detect.ts'
import { errorCode } from '../sources/error-code.ts'
import { findPlaces, placeOf, type FoundPlace, type FoundPlaces } from '../sources/find-places.ts'
import { SourceError, type Dialect } from '../sources/source.ts'
import { expand, isUrl, type NamedSource } from './config-file.ts'
import { UsageError } from './usage-error.ts'

/** A place to read, found and told apart. */
export interface SourceSettings {
  readonly id: string
  readonly name: string
  /** Absolute, of a directory or of a downloaded trajectory. */
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

/**
 * Finds every place that these sources hold; ids are unique. A place that a parent holds and another source names is that other's.
 * @throws UsageError where a source is nothing that can be read, or named twice
 */
export function findSources(asked: readonly AskedSource[]): {
  readonly sources: readonly SourceSettings[]
  readonly notices: readonly string[]
} {
  const found = asked.map((one) => ({ ...one, ...(one.places ? { places: one.places, notices: [] } : find(one.path)) }))
  const named = new Map<string, string>()
  for (const { path } of found) {
    const other = named.get(identityOf(path))
    if (other !== undefined) throw new UsageError(`${path} and ${other} are the same: name it once.`)
    named.set(identityOf(path), path)
  }
  const taken = new Set<string>()
  const seen = new Set<string>()
  const sources = found.flatMap((one) =>
    one.places.flatMap((place) => {
      const identity = identityOf(place.path)
      const owner = named.get(identity)
      const isAnothers = owner !== undefined && owner !== one.path
      if (isAnothers || seen.has(identity)) return []
      seen.add(identity)
      const settings = toSettings(one, place, taken)
      taken.add(settings.id)
      return [settings]
    }),
  )
  return { sources, notices: found.flatMap(({ notices }) => notices.map((sentence) => `${sentence}.`)) }
}

function toSettings(
  { path: asked, name, timezone, places }: AskedSource,
  { path, dialect }: FoundPlace,
  taken: ReadonlySet<string>,
): SourceSettings {
  const inside = places?.length === 1 ? '' : relative(asked, path)
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

/** The same for two paths of one directory. */
function identityOf(path: string): string {
  const { dev, ino } = statSync(path)
  return `${dev}:${ino}`
}

function find(path: string): FoundPlaces {
  if (isUrl(path))
    throw new UsageError(`${path} is a URL: this Lookout reads directories and downloaded trajectories only, give one.`)
  const stats = look(path)
  if (!stats) throw new UsageError(`There is no directory ${resolve(path)}: check the path.`)
  try {
    accessSync(path, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK)
    return findPlaces(path)
  } catch (fault) {
    if (fault instanceof SourceError) throw new UsageError(`${fault.message}.`)
    // Not allowed, a broken disk: the way out is the same.
    throw new UsageError(`${resolve(path)} cannot be read: check its permissions.`)
  }
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
