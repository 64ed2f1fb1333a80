import { isMap, type Node } from 'yaml'
import { SERVER_DIALECTS, type ServerDialect } from '../sources/http/detect-server.ts'
import { itemsOf, readMap, readScalar, type Fail } from './config-nodes.ts'
import { parseCount, parseDuration } from './quantities.ts'
import { keyWay } from './server-address.ts'

/** A place to read, as named in a command line or file; `path` is absolute or a URL. */
export interface NamedSource {
  readonly path: string
  readonly name?: string | undefined
  /** IANA name. */
  readonly timezone?: string | undefined
  /** Of a server, like the others below. */
  readonly dialect?: ServerDialect | undefined
  /** Shortest pause between two looks. */
  readonly intervalMs?: number | undefined
  /** Most requests within a minute. */
  readonly perMinute?: number | undefined
  /** Absolute path of a file that holds its key. */
  readonly keyFile?: string | undefined
}

const OF_A_SOURCE: ReadonlySet<string> = new Set([
  'path',
  'url',
  'name',
  'timezone',
  'dialect',
  'interval',
  'per_minute',
  'key_file',
])
const OF_A_SERVER = ['dialect', 'interval', 'per_minute', 'key_file'] as const

/** Reads the list of sources. `toPath` makes absolute paths, and leaves URLs as they are. */
export function readSources(node: Node, toPath: (text: string) => string, fail: Fail): readonly NamedSource[] {
  const items = itemsOf(node)
  if (items === null || items.length === 0)
    return fail(node.range?.[0], 'sources wants a list of directories and URLs.')
  return items.map((item) => (isMap(item) ? readSource(item, toPath, fail) : { path: toPath(readScalar(item, fail)) }))
}

function readSource(entry: Node, toPath: (text: string) => string, fail: Fail): NamedSource {
  const settings = readMap(entry, OF_A_SOURCE, whyNoKey, fail)
  const textOf = (name: string): string | undefined => {
    const value = settings.get(name)
    return value === undefined ? undefined : readScalar(value, fail)
  }
  const read = <T>(name: string, toValue: (text: string) => T | null, what: string): T | undefined => {
    const given = textOf(name)
    return given === undefined ? undefined : (toValue(given) ?? fail(settings.get(name)?.range?.[0], what))
  }
  const [path, url] = [settings.get('path'), settings.get('url')]
  const place = path ?? url ?? fail(entry.range?.[0], 'a source wants a path or a url.')
  if (path !== undefined && url !== undefined) fail(url.range?.[0], 'a source has a path or a url, not both.')
  const text = readScalar(place, fail)
  if (url !== undefined && !isUrl(text)) fail(url.range?.[0], 'a url begins with http:// or https://.')
  for (const name of isUrl(text) ? [] : OF_A_SERVER)
    if (settings.has(name)) fail(settings.get(name)?.range?.[0], `${name} belongs to a source with a url.`)
  const keyFile = textOf('key_file')
  return {
    path: toPath(text),
    name: textOf('name'),
    timezone: textOf('timezone'),
    dialect: read('dialect', toDialect, `there is no such dialect: there are ${SERVER_DIALECTS.join(', ')}.`),
    intervalMs: read('interval', parseDuration, 'interval wants seconds, or something like 30s, 5m or 1h.'),
    perMinute: read('per_minute', parseCount, 'per_minute wants a whole number of requests, 1 or more.'),
    keyFile: keyFile === undefined ? undefined : toPath(keyFile),
  }
}

function toDialect(text: string): ServerDialect | null {
  return SERVER_DIALECTS.find((name) => name === text) ?? null
}

/** Why a setting of this name may not stand in a file; null: it is no key. */
export function whyNoKey(name: string): string | null {
  return /key$|token|secret|password|auth/i.test(name) ? `a key does not belong into this file: ${keyWay()}` : null
}

/** Whether a source is named by a URL. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text)
}
