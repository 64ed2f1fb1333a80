// What a browser loads before the list's first row, against the budget of the first page. Counted: the document, the
// theme script, the entry and everything that it and the list's route import (scripts and styles, Brotli as sent), and
// the API request that the first row waits for. The icon and the list of sources are left out: no row waits for them.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

const maxBytes = 120_000
const maxRequests = 8
/** The list's one search; it brings totals and facets along. */
const apiRequests = 1
const listPage = 'src/web/pages/list/list-page.tsx'

/** @typedef {{file: string, isEntry?: boolean, imports?: string[], css?: string[]}} Chunk as Vite's manifest has it */

/**
 * @param {Record<string, Chunk>} manifest
 * @returns {Set<string>} files of the entry and of the list's route, and all that these import statically
 */
function closure(manifest) {
  /** @type {Set<string>} */
  const seen = new Set()
  /** @type {Set<string>} */
  const files = new Set()
  const queue = [listPage, ...Object.keys(manifest).filter((name) => manifest[name]?.isEntry)]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`${name} is not in the build: the budget has nothing to measure`)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    queue.push(...(chunk.imports ?? []))
  }
  return files
}

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../../dist/web', import.meta.url)))
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
const files = ['index.html', 'theme.js', ...closure(manifest)]
const sizes = files.map((file) => ({ file, bytes: brotliCompressSync(readFileSync(join(folder, file))).length }))
const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0)
const requests = files.length + apiRequests

for (const size of sizes.toSorted((a, b) => b.bytes - a.bytes))
  console.log(`${String(size.bytes).padStart(8)}  ${size.file}`)
console.log(
  `First page: ${bytes} bytes of at most ${maxBytes} (Brotli), ${requests} requests of at most ${maxRequests}.`,
)
if (bytes > maxBytes || requests > maxRequests) {
  console.error('The first page is over its budget: load less before the first row.')
  process.exitCode = 1
}
