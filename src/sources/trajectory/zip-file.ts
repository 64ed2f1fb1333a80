import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32, inflateRawSync } from 'node:zlib'
import { SourceError } from '../source.ts'

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
const END_BYTES = 22
const MAX_COMMENT = 0xffff
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024
const MAX_ENTRY_BYTES = 64 * 1024 * 1024
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1

/** One file of a zip, as its directory has it. */
export interface ZipEntry {
  readonly name: string
  readonly sizeBytes: number
  readonly packedBytes: number
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  /** Where its own header lies. */
  readonly offset: number
}

/** An open zip. */
export interface ZipFile {
  readonly entries: readonly ZipEntry[]
  /** The bytes of an entry; null where they are damaged, encrypted, packed in a way of their own, or more than 64 MB. */
  read(entry: ZipEntry): Buffer | null
}

/**
 * Opens a zip for as long as `body` runs (format: PKWARE APPNOTE 6.3, without parts, encryption and files over 4 GB; the servers use
 * Python's `zipfile`). Blocks: for worker threads.
 * @throws SourceError where it is no whole zip; the system's error where it cannot be read.
 */
export function withZip<T>(path: string, body: (zip: ZipFile) => T): T {
  const descriptor = openSync(path, 'r')
  try {
    const entries = readDirectory(descriptor, path)
    return body({ entries, read: (entry) => readEntry(descriptor, entry) })
  } finally {
    closeSync(descriptor)
  }
}

/**
 * The bytes of an entry of a zip whose directory was read before, found without reading it again: there may be 100,000 entries. Null as
 * `read` says, and where the file has been replaced since.
 * @throws the system's error where the file cannot be read.
 */
export function readZipEntry(path: string, entry: ZipEntry): Buffer | null {
  const descriptor = openSync(path, 'r')
  try {
    return readEntry(descriptor, entry)
  } finally {
    closeSync(descriptor)
  }
}

function readDirectory(descriptor: number, path: string): readonly ZipEntry[] {
  const { size } = fstatSync(descriptor)
  const tailBytes = Math.min(size, END_BYTES + MAX_COMMENT)
  const tail = readBytes(descriptor, size - tailBytes, tailBytes)
  let end = tail.length - END_BYTES
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1
  if (end < 0) throw new SourceError(`${path} is no whole zip file; download it again`)
  const directoryBytes = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (directoryBytes > MAX_DIRECTORY_BYTES || offset + directoryBytes > size)
    throw new SourceError(`${path} is a zip file that is damaged or too large to be read`)
  return toEntries(readBytes(descriptor, offset, directoryBytes))
}

/** Up to the first thing that is no entry: the stated number of entries is too small for more than 65,535. */
function toEntries(directory: Buffer): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY) {
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, nameEnd),
      isEncrypted: (directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

function readEntry(descriptor: number, entry: ZipEntry): Buffer | null {
  if (entry.isEncrypted || entry.sizeBytes > MAX_ENTRY_BYTES || entry.packedBytes > MAX_ENTRY_BYTES) return null
  const header = readBytes(descriptor, entry.offset, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_ENTRY) return null
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const bytes = unpack(readBytes(descriptor, start, entry.packedBytes), entry)
  return bytes !== null && bytes.length === entry.sizeBytes && crc32(bytes) === entry.crc ? bytes : null
}

function unpack(packed: Buffer, { method, sizeBytes }: ZipEntry): Buffer | null {
  if (method === STORED) return packed
  if (method !== DEFLATED) return null
  try {
    // One byte more than stated is enough to know that the statement is wrong.
    return inflateRawSync(packed, { maxOutputLength: sizeBytes + 1 })
  } catch {
    return null // damaged, or larger than it says: the caller shows it as unreadable
  }
}

/** Fewer bytes where the file ends before. */
function readBytes(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, position + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}
