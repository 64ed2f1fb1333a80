import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml'
import { TOKEN_WAY } from './flags.ts'
import { UsageError } from './usage-error.ts'

/** A place to read, as named in a command line or file; `path` is absolute or a URL. */
export interface NamedSource {
  readonly path: string
  readonly name?: string
  /** IANA name. */
  readonly timezone?: string
}

/** What a configuration file may say; nothing is checked but its form. */
export interface FileSettings {
  readonly sources?: readonly NamedSource[]
  readonly port?: string
  readonly host?: string
  readonly allowedHosts?: readonly string[]
  readonly cache?: string
  readonly timezone?: string
}

const SETTINGS: ReadonlySet<string> = new Set(['sources', 'port', 'host', 'allowed_hosts', 'cache', 'timezone'])
const OF_A_SOURCE: ReadonlySet<string> = new Set(['path', 'name', 'timezone'])

/**
 * Reads a configuration file, YAML or JSON (which is YAML too). Relative paths in it are meant from its folder, `~/` is the home
 * directory. @throws UsageError that names file and line
 */
export function readConfigFile(file: string, home: string): FileSettings {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines })
  const fail = (at: number | undefined, what: string): never => {
    throw new UsageError(`${file}, line ${lines.linePos(at ?? 0).line}: ${what}`)
  }
  const [error] = document.errors
  if (error)
    fail(error.pos[0], `this is neither YAML nor JSON (${error.message.split('\n', 1)[0]?.replace(/:$/, '')}).`)
  const toPath = (text: string) => expand(text, dirname(resolve(file)), home)
  const { contents } = document
  if (contents === null) return {}
  const settings = readMap(contents, SETTINGS, fail)
  const sources = settings.get('sources')
  const cache = settings.get('cache')
  const allowedHosts = settings.get('allowed_hosts')
  return {
    ...(sources ? { sources: readSources(sources, toPath, fail) } : {}),
    ...(allowedHosts ? { allowedHosts: readNames(allowedHosts, fail) } : {}),
    ...(cache ? { cache: toPath(readScalar(cache, fail)) } : {}),
    ...Object.fromEntries(
      ['port', 'host', 'timezone'].flatMap((name) => {
        const value = settings.get(name)
        return value ? [[name, readScalar(value, fail)]] : []
      }),
    ),
  }
}

type Fail = (at: number | undefined, what: string) => never

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Missing, a directory, not allowed: the way out is the same.
    throw new UsageError(`The configuration file ${file} cannot be read: check its path and permissions.`)
  }
}

function readMap(node: Node, known: ReadonlySet<string>, fail: Fail): ReadonlyMap<string, Node> {
  if (!isMap(node)) return fail(node.range?.[0], `expected settings as name: value (${[...known].join(', ')}).`)
  return new Map(
    node.items.map((item) => {
      const { key, value } = item as Pair<Node, Node | null> // as parsed from text, keys and values are nodes
      const name = isScalar(key) ? String(key.value) : ''
      if (/token/i.test(name)) fail(key.range?.[0], `a token does not belong into a file: ${TOKEN_WAY}`)
      if (!known.has(name)) fail(key.range?.[0], `there is no setting ${name}: there are ${[...known].join(', ')}.`)
      const isEmpty = value === null || (isScalar(value) && value.value === null)
      return [name, isEmpty ? fail(key.range?.[0], `${name} wants a value.`) : value]
    }),
  )
}

function readScalar(node: Node, fail: Fail): string {
  const value = isScalar(node) ? node.value : null
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
    ? String(value)
    : fail(node.range?.[0], 'expected a text or number.')
}

function readNames(node: Node, fail: Fail): readonly string[] {
  if (!isSeq(node)) return fail(node.range?.[0], 'allowed_hosts wants a list of names.')
  return node.items.map((item) => readScalar(item as Node, fail)) // as parsed from text, items are nodes
}

function readSources(node: Node, toPath: (text: string) => string, fail: Fail): readonly NamedSource[] {
  if (!isSeq(node) || node.items.length === 0) return fail(node.range?.[0], 'sources wants a list of directories.')
  return node.items.map((item) => {
    const entry = item as Node // as parsed from text, items are nodes
    if (!isMap(entry)) return { path: toPath(readScalar(entry, fail)) }
    const settings = readMap(entry, OF_A_SOURCE, fail)
    const path = settings.get('path') ?? fail(entry.range?.[0], 'a source wants a path.')
    const rest = ['name', 'timezone'].flatMap((name) => {
      const value = settings.get(name)
      return value ? [[name, readScalar(value, fail)]] : []
    })
    return { path: toPath(readScalar(path, fail)), ...Object.fromEntries(rest) }
  })
}

/** An absolute path; `~` and `~/…` are at home, a URL stays as it is. */
export function expand(text: string, from: string, home: string): string {
  if (isUrl(text)) return text
  if (text === '~') return home
  return text.startsWith('~/') ? join(home, text.slice(2)) : resolve(from, text)
}

/** Whether a source is named by a URL. */
export function isUrl(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text)
}
