// What a browser loads before the list's first row, against the budget of the first page. Counted: the document, the
// theme script, the entry and everything that it and the list's route import (scripts and styles, Brotli as sent), and
// the API requests that the list waits for. The icon is left out: no row waits for it.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

const maxBytes = 120_000
const maxRequests = 8
/** The list's one search, which brings totals and facets along, and the list of sources. */
const apiRequests = 2
const roots = ['index.html', 'style.css', 'src/web/pages/list/list-page.tsx']

/** @typedef {{file: string, imports?: string[], css?: string[]}} Chunk as Vite's manifest has it */

/**
 * @param {Record<string, Chunk>} manifest
 * @returns {Set<string>} files of the roots and of all they import statically
 */
function closure(manifest) {
  /** @type {Set<string>} */
  const seen = new Set()
  /** @type {Set<string>} */
  const files = new Set()
  const queue = [...roots]
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
