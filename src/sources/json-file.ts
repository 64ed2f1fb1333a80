import { isAscii, isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { errorCode } from './error-code.ts'
import { isJsonObject } from './json-value.ts'
import type { JsonObject } from './json-value.ts'

const MAX_BYTES = 64 * 1024 * 1024
// A named pipe in place of a file must not hold the walk up; Windows has no such flag.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
const shared = Buffer.allocUnsafeSlow(64 * 1024)

/** What a file says. The reason of an unreadable one never quotes it. */
export type JsonFile = JsonValueFile<JsonObject>

type Unread = Exclude<JsonValueFile, { readonly state: 'read' }>

/** What a file of any JSON says. */
export type JsonValueFile<Value = unknown> =
  | { readonly state: 'read'; readonly value: Value; readonly sizeBytes: number }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly reason: string; readonly sizeBytes: number; readonly mayHeal: boolean }

/**
 * Reads a file that holds one JSON object. Blocks, because that is three times cheaper than promises for many small files: for
 * worker threads. Never throws; files over 64 MB are not read.
 */
export function readJsonFile(path: string): JsonFile {
  const file = readJsonValue(path, MAX_BYTES)
  if (file.state !== 'read') return file
  const { value, sizeBytes } = file
  return isJsonObject(value) ? { state: 'read', value, sizeBytes } : unreadable('not a JSON object', sizeBytes, true)
}

/** Reads a file that holds one JSON value of any kind, as `readJsonFile` does; files over `maxBytes` are not read. */
export function readJsonValue(path: string, maxBytes: number): JsonValueFile {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, OPEN_FLAGS)
    return parse(readAll(descriptor, maxBytes))
  } catch (error) {
    return failure(error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** The bytes, valid until the next call; the size alone where there are too many. */
function readAll(descriptor: number, maxBytes: number): Uint8Array | number {
  const length = readSync(descriptor, shared, 0, shared.length, 0)
  if (length < shared.length) return shared.subarray(0, length)
  const { size } = fstatSync(descriptor)
  if (size > maxBytes) return size
  const whole = Buffer.allocUnsafe(size)
  let filled = 0
  while (filled < size) {
    const count = readSync(descriptor, whole, filled, size - filled, filled)
    if (count === 0) break
    filled += count
  }
  return whole.subarray(0, filled)
}

function parse(bytes: Uint8Array | number): JsonValueFile {
  if (typeof bytes === 'number') return unreadable(`too large (${Math.round(bytes / 1024 / 1024)} MB)`, bytes, false)
  const sizeBytes = bytes.length
  if (sizeBytes === 0) return unreadable('empty', 0, true)
  const text = decode(bytes)
  if (text === null) return unreadable('not valid UTF-8', sizeBytes, true)
  try {
    const value: unknown = JSON.parse(text)
    return { state: 'read', value, sizeBytes }
  } catch {
    // The parser's message quotes the file, which may hold a key.
    return unreadable('not valid JSON', sizeBytes, true)
  }
}

function decode(bytes: Uint8Array): string | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (isAscii(view)) return view.toString('latin1')
  return isUtf8(view) ? view.toString('utf8') : null
}

function failure(error: unknown): Unread {
  const code = errorCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' }
  return unreadable(`cannot be read (${code})`, 0, true)
}

function unreadable(reason: string, sizeBytes: number, mayHeal: boolean): Unread {
  return { state: 'unreadable', reason, sizeBytes, mayHeal }
}
