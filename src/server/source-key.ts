import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { isKeyVariable, keyVariableOf } from '../sources/http/server-id.ts'
import { UsageError } from './usage-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A JSON web token may have some thousand. */
const LONGEST_KEY = 8192
/** With a little white space around it. */
const LONGEST_FILE = 2 * LONGEST_KEY

/**
 * The key of a server: of its variable in the environment, else of its file; undefined where it has none.
 * @throws UsageError where what is there is no key, or the file is open to others; never repeats what it found
 */
export function readKey(id: string, keyFile: string | undefined, env: Environment): string | undefined {
  const variable = keyVariableOf(id)
  const given = env[variable]
  if (given !== undefined) return toKey(given, variable)
  return keyFile === undefined ? undefined : toKey(readKeyFile(keyFile).trim(), keyFile)
}

/** A sentence for each variable that looks like a key and is nobody's: it may be misspelt. */
export function noticeUnusedKeys(env: Environment, ids: readonly string[]): readonly string[] {
  const variables = ids.map(keyVariableOf)
  const known = variables.length === 0 ? 'none is a server' : `theirs are ${variables.join(', ')}`
  return Object.keys(env)
    .filter((name) => isKeyVariable(name) && !variables.includes(name))
    .map((name) => `${name} is the key of no source: ${known}.`)
}

function toKey(text: string, from: string): string {
  if (text === '') throw new UsageError(`${from} is empty: put the key into it, or do without it.`)
  // It has to fit into a header as it is.
  if (!/^[!-~]+$/.test(text) || text.length > LONGEST_KEY) throw toKeyFault(from)
  return text
}

function toKeyFault(from: string): UsageError {
  return new UsageError(
    `What ${from} holds is no key: that is one word of at most ${LONGEST_KEY} letters, digits and signs of ASCII.`,
  )
}

function readKeyFile(path: string): string {
  let descriptor: number | undefined
  try {
    // A named pipe in its place must not hold the start up; Windows has no such flag.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stats = fstatSync(descriptor)
    refuseOpenFile(path, stats)
    if (stats.size > LONGEST_FILE) throw toKeyFault(path)
    return readFileSync(descriptor, 'utf8')
  } catch (fault) {
    if (fault instanceof UsageError) throw fault
    // Missing, not allowed: the way out is the same.
    throw new UsageError(`The key file ${path} cannot be read: check its path and permissions.`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function refuseOpenFile(path: string, stats: Stats): void {
  if (!stats.isFile())
    throw new UsageError(`The key file ${path} is no file: name one that holds the key and nothing else.`)
  // Windows has neither.
  const me = process.getuid?.()
  if (me === undefined) return
  if (stats.uid !== me)
    throw new UsageError(`The key file ${path} is somebody else's: copy it, and chmod 600 the copy.`)
  if ((stats.mode & 0o077) !== 0) throw new UsageError(`Others may read the key file ${path}: chmod 600 ${path}.`)
}
