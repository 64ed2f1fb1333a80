import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ReaderPool } from './reader-pool.ts'

/**
 * Stands in for a built reader: answers `batch` with its ids, `["wait"]` only when it is given up, and dies of `["die"]`; a file named
 * `none` it cannot open.
 */
const SCRIPT = `
import { parentPort, workerData } from 'node:worker_threads'
if (workerData.file === 'none') throw new Error('there is no index')
const cell = new Int32Array(workerData.givenUp)
parentPort.on('message', (request) => {
  if (request === 'close') return parentPort.close()
  const [id] = request.values[0] ?? []
  if (id === 'die') throw new Error('out of memory')
  if (id === 'wait') {
    while (Atomics.load(cell, 0) !== request.number);
    return parentPort.postMessage({ number: request.number, error: { name: 'GivenUpError', message: 'given up' } })
  }
  parentPort.postMessage({ number: request.number, result: { items: request.values[0] } })
})
`

let folder: string
let pool: ReaderPool
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-pool-'))
  writeFileSync(join(folder, 'reader.mjs'), SCRIPT)
  pool = poolOf('index', 1)
})
afterEach(async () => {
  await pool.close()
  rmSync(folder, { recursive: true, force: true })
})

function poolOf(file: string, threads: number): ReaderPool {
  const script = pathToFileURL(join(folder, 'reader.mjs'))
  return new ReaderPool({ file, script, threads, stateOf: () => undefined, notices: [] })
}

const ask = async (id: string, signal?: AbortSignal) => (await pool.batch([id], signal)).items

test('questions are answered in turn, each with its own answer', async () => {
  expect(await Promise.all(['a', 'b', 'c'].map((id) => ask(id)))).toEqual([['a'], ['b'], ['c']])
})

test('a question that is given up makes room for the next', async () => {
  const nobody = new AbortController()
  const waiting = ask('wait', nobody.signal)
  const queued = new AbortController()
  const dropped = ask('b', queued.signal)
  const next = ask('c')
  queued.abort(new Error('left the page'))
  nobody.abort(new Error('closed the tab'))
  await expect(waiting).rejects.toThrow('closed the tab')
  await expect(dropped).rejects.toThrow('left the page')
  expect(await next).toEqual(['c'])
  await expect(ask('d', nobody.signal)).rejects.toThrow('closed the tab')
})

test('a thread that dies is replaced, and takes its own question alone', async () => {
  await ask('a')
  const [dead, alive] = [ask('die'), ask('b')]
  await expect(dead).rejects.toThrow('out of memory')
  expect(await alive).toEqual(['b'])
})

test('where no thread can start, every question is refused at once', async () => {
  const broken = poolOf('none', 2)
  await expect(Promise.all([broken.revision(), broken.revision()])).rejects.toThrow('there is no index')
  await expect(broken.revision()).rejects.toThrow('there is no index')
  await broken.close()
})

test('closing ends what is asked, refuses what waits, and may be done twice', async () => {
  await ask('a')
  const [busy, waiting] = [ask('wait'), ask('b')]
  const closed = pool.close()
  await expect(waiting).rejects.toThrow('the index is closed')
  await expect(busy).rejects.toThrow('given up')
  await closed
  await pool.close()
  await expect(ask('c')).rejects.toThrow('the index is closed')
})
