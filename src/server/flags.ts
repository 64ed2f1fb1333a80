import { parseArgs } from 'node:util'
import { keyWay } from './server-address.ts'
import { UsageError } from './usage-error.ts'

/** The command line as spelt; nothing is checked but its form. */
export interface Flags {
  readonly sources: readonly string[]
  readonly port?: string
  readonly host?: string
  readonly allowedHosts: readonly string[]
  readonly cache?: string
  readonly config?: string
  readonly timezone?: string
  readonly open: boolean
  readonly help: boolean
  readonly version: boolean
}

/** How a token is given; ends a sentence that says how it is not. */
export const TOKEN_WAY = 'put it into the environment instead, as LOOKOUT_TOKEN.'

/** What `--help` prints. */
export const HELP = `Lookout: find any OpenHands conversation, count, and read every event. It only looks.

npm start -- [SOURCE ...] [flags]

SOURCE is the URL of a server: an OpenHands Agent Server, an app server V0 or V1, OpenHands Cloud. Or it is a path that holds
conversations of an Agent Server or CLI, of an app server V0 or V1, a single one, a downloaded trajectory (.zip or .json), or several
of these, at most three levels deep. Several are merged, in any mix. Without one, the usual places are read:
$OPENHANDS_CONVERSATIONS_DIR, $OPENHANDS_PERSISTENCE_DIR/conversations, $OH_CONVERSATIONS_PATH, ~/.openhands/conversations,
~/.openhands/agent-canvas/conversations, ./workspace/conversations, and what app servers keep in ~/.openhands (sessions,
v1_conversations or v1, openhands.db); where none of them exists, a bundled sample.

  --port N        port to listen on (default 4680; 0 takes any free one)
  --host H        address to listen on (default 127.0.0.1); any other than this machine's own wants LOOKOUT_TOKEN
  --allowed-host NAME  a further name that Lookout may be opened by, as behind a proxy; may be given several times
  --cache DIR     where the index is kept (default $XDG_CACHE_HOME/lookout, else ~/.cache/lookout)
  --config FILE   JSON or YAML with sources, port, host, allowed_hosts, cache, timezone, event_budget, body_budget; flags win
                  over it; a source in it is a text, or has path or url, name, timezone, and with url dialect, interval, key_file
  --timezone Z    zone of event times that state none, like Europe/Berlin
  --open          open the page in a browser
  --help          print this
  --version       print the version

LOOKOUT_TOKEN in the environment, 16 characters or more, is an access token: page and API ask for it.
LOOKOUT_KEY_ID is the key of a server; its id is its name in the file, else its URL without scheme, in capitals, each run of other
characters than letters and digits a _ (http://127.0.0.1:8000: LOOKOUT_KEY_127_0_0_1_8000). No key is taken from a URL or a flag.
`

const VALUED = ['port', 'host', 'cache', 'config', 'timezone'] as const
const REPEATED = 'allowed-host'
const SWITCHES = ['open', 'help', 'version'] as const

/** Splits a command line. @throws UsageError for an unknown flag, a missing or a superfluous value */
export function parseFlags(argv: readonly string[]): Flags {
  const options = {
    ...Object.fromEntries(VALUED.map((name) => [name, { type: 'string' as const }])),
    ...Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' as const }])),
    [REPEATED]: { type: 'string' as const },
    h: { type: 'boolean' as const },
  }
  const { tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true })
  const given = new Map<string, string>()
  const sources: string[] = []
  const allowedHosts: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') sources.push(token.value)
    if (token.kind !== 'option') continue
    const name = token.rawName === '-h' ? 'help' : token.name
    const value = readFlag(name, token.rawName, token.value)
    if (name === REPEATED) allowedHosts.push(value)
    else given.set(name, value)
  }
  const valued = VALUED.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : []))
  const [open, help, version] = SWITCHES.map((name) => given.has(name))
  const switches = { open: open === true, help: help === true, version: version === true }
  return { sources, allowedHosts, ...Object.fromEntries(valued), ...switches }
}

function readFlag(name: string, spelt: string, value: string | undefined): string {
  if (SWITCHES.some((known) => known === name)) {
    if (value !== undefined) throw new UsageError(`${spelt} takes no value: give it alone.`)
    return ''
  }
  if (name === 'token') throw new UsageError(`${spelt} would show the token to everyone on this machine: ${TOKEN_WAY}`)
  if (/(?:^|-)(?:key|secret|password)$/.test(name))
    throw new UsageError(`${spelt} would show the key to everyone on this machine: ${keyWay()}`)
  if (name !== REPEATED && !VALUED.some((known) => known === name))
    throw new UsageError(`There is no flag ${spelt}: see npm start -- --help for those there are.`)
  // `--port --open` would otherwise listen on a port called --open.
  if (value === undefined || value === '' || value.startsWith('--'))
    throw new UsageError(`${spelt} wants a value: see npm start -- --help.`)
  return value
}
