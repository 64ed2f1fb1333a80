import { keyVariableOf, serverIdFor } from '../sources/http/server-id.ts'
import { UsageError } from './usage-error.ts'

/** Names of queries that servers take a key by. */
const SECRET_NAMES = /key|token|secret|password|auth/i

/** How a key is given; ends a sentence that says how it is not. `variable` is where it belongs. */
export function keyWay(variable = 'LOOKOUT_KEY_ and the id of the source (see --help)'): string {
  return `put it into the environment instead, as ${variable}, or into a file that key_file in a configuration file names.`
}

/**
 * The URL of a server as everything calls it: no port that its scheme implies, no slash too many. `name`: what a person calls it.
 * @throws UsageError where it is none, or holds more than an address; never repeats what may be a secret
 */
export function toServerUrl(text: string, name?: string): URL {
  const scheme = /^[a-z][a-z\d+.-]*/i.exec(text)?.[0].toLowerCase() ?? ''
  if (scheme !== 'http' && scheme !== 'https')
    throw new UsageError(
      `A SOURCE begins with ${scheme}://: name a server by http:// or https://, a directory by its path.`,
    )
  if (!URL.canParse(text))
    throw new UsageError(`A SOURCE begins with ${scheme}:// and is no address: write it like http://127.0.0.1:8000.`)
  const { origin, pathname, username, password, searchParams, search, hash } = new URL(text)
  const url = new URL(`${origin}${pathname.replace(/\/+$/, '')}`)
  const way = keyWay(keyVariableOf(serverIdFor(url, name)))
  const start = `The URL of ${formatUrl(url)}`
  if (username !== '' || password !== '')
    throw new UsageError(
      `${start} holds a name or password, and URLs are seen by all on this machine: if it is a key, ${way}`,
    )
  if ([...searchParams.keys()].some((key) => SECRET_NAMES.test(key)))
    throw new UsageError(`${start} holds a key, and URLs are seen by all on this machine: ${way}`)
  if (search !== '' || hash !== '')
    throw new UsageError(`${start} goes on behind its path: leave off what begins with ? or #.`)
  return url
}

/** A URL as shown: without a slash at its end. */
export function formatUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/$/, '')}`
}
