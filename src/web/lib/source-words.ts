import { UNKNOWN, formatCount } from './format.ts'

/** What people read for the layout or the API that a source speaks. */
const DIALECT_LABELS: ReadonlyMap<string, string> = new Map([
  ['agent-server', 'Agent Server'],
  ['agent-server-directory', 'Directory of an Agent Server'],
  ['agent-server-trajectory', 'Downloaded trajectory of an Agent Server'],
  ['app-server-v0', 'App server V0'],
  ['app-server-v1', 'App server V1'],
  ['cli-directory', 'Directory of the CLI'],
  ['server', 'Server that has not said yet what it is'],
  ['v0-directory', 'Directory of an app server V0'],
  ['v0-trajectory', 'Downloaded trajectory of V0'],
  ['v1-directory', 'Directory of an app server V1'],
  ['v1-trajectory', 'Downloaded trajectory of V1'],
])

/** What people read for a dialect; an unknown one as it is. */
export function formatDialect(dialect: string): string {
  return DIALECT_LABELS.get(dialect) ?? dialect
}

/** Whether a location is the address of a server, not a path. */
export function isAddress(location: string): boolean {
  return /^https?:/.test(location)
}

/** What a source says of its own state, of the fields of the contract. */
interface Read {
  readonly reachable: boolean
  readonly complete: boolean
  readonly last_sync_at: string | null
}

/** Where a source stands: it can be read, it is being read for the first time, or it cannot. */
export type SourceState = 'reachable' | 'reading' | 'unreachable'

/** See `SourceState`. */
export function toSourceState({ reachable, complete }: Pick<Read, 'reachable' | 'complete'>): SourceState {
  if (!reachable) return 'unreachable'
  return complete ? 'reachable' : 'reading'
}

/** A count of what was found in a source: "≥ 1,200" until it has been read to its end once, "unknown" where nothing was read. */
export function formatFound(count: number, source: Read): string {
  if (source.complete) return formatCount(count)
  if (count === 0 && source.last_sync_at === null) return UNKNOWN
  return `≥ ${formatCount(count)}`
}
