import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { LineCounter, parseDocument, type Node } from 'yaml'
import { itemsOf, readMap, readScalar, type Fail } from './config-nodes.ts'
import { isUrl, readSources, whyNoKey, type NamedSource } from './config-sources.ts'
import { TOKEN_WAY } from './flags.ts'
import { UsageError } from './usage-error.ts'

/** What a configuration file may say; nothing is checked but its form. */
export interface FileSettings {
  readonly sources?: readonly NamedSource[]
  readonly allowedHosts?: readonly string[]
  readonly cache?: string
  readonly port?: string
  readonly host?: string
  readonly timezone?: string
  readonly event_budget?: string
  readonly body_budget?: string
}

const PLAIN = ['port', 'host', 'timezone', 'event_budget', 'body_budget'] as const
const SETTINGS: ReadonlySet<string> = new Set(['sources', 'allowed_hosts', 'cache', ...PLAIN])

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
  const settings = readMap(contents, SETTINGS, whyNoSecret, fail)
  const sources = settings.get('sources')
  const cache = settings.get('cache')
  const allowedHosts = settings.get('allowed_hosts')
  return {
    ...(sources ? { sources: readSources(sources, toPath, fail) } : {}),
    ...(allowedHosts ? { allowedHosts: readNames(allowedHosts, fail) } : {}),
    ...(cache ? { cache: toPath(readScalar(cache, fail)) } : {}),
    ...Object.fromEntries(
      PLAIN.flatMap((name) => {
        const value = settings.get(name)
        return value ? [[name, readScalar(value, fail)]] : []
      }),
    ),
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Missing, a directory, not allowed: the way out is the same.
    throw new UsageError(`The configuration file ${file} cannot be read: check its path and permissions.`)
  }
}

/** At the top a token is that of Lookout itself. */
function whyNoSecret(name: string): string | null {
  return /token/i.test(name) ? `a token does not belong into a file: ${TOKEN_WAY}` : whyNoKey(name)
}

function readNames(node: Node, fail: Fail): readonly string[] {
  const items = itemsOf(node)
  if (items === null) return fail(node.range?.[0], 'allowed_hosts wants a list of names.')
  return items.map((item) => readScalar(item, fail))
}

/** An absolute path; `~` and `~/…` are at home, a URL stays as it is. */
export function expand(text: string, from: string, home: string): string {
  if (isUrl(text)) return text
  if (text === '~') return home
  return text.startsWith('~/') ? join(home, text.slice(2)) : resolve(from, text)
}
