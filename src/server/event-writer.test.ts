import { expect, test } from 'vitest'
import { writeEvents, type WrittenEvent } from './event-writer.ts'

const never = new AbortController().signal
const place = (seq: number) => ({ seq, id: `e${seq}`, locator: null })
const own = (seq: number) => ({ id: `e${seq}`, seq, kind: 'MessageEvent', is_error: false, size_bytes: 9, turn: 0 })
const read = (written: readonly WrittenEvent[]): unknown =>
  written.map((json): unknown => JSON.parse(new TextDecoder().decode(json)))

test('events come in the order asked, ours over theirs, raw theirs alone', async () => {
  const source = { body: (_: string, { seq }: { seq: number }) => Promise.resolve({ seq: 'x', said: `é ${seq}` }) }
  const wanted = [
    { place: place(7), own: own(7) },
    { place: place(3), own: null },
  ]
  expect(read(await writeEvents(source, 'c', wanted, never))).toEqual([
    { ...own(7), said: 'é 7' },
    { seq: 'x', said: 'é 3' },
  ])
})

test('what would exceed the answer is not read, and says so; the first is always whole', async () => {
  let reads = 0
  const source = { body: () => Promise.resolve({ said: 'x'.repeat(100), at: (reads += 1) }) }
  const wanted = [1, 2, 3].map((seq) => ({ place: place(seq), own: own(seq) }))
  expect(read(await writeEvents(source, 'c', wanted, never, 10))).toEqual([
    { ...own(1), said: 'x'.repeat(100), at: 1 },
    { ...own(2), body_left_out: 'size' },
    { ...own(3), body_left_out: 'size' },
  ])
  expect(reads).toBe(1)
})

test('a file that has gone is told from one that says nothing', async () => {
  const wanted = [{ place: place(1), own: own(1) }]
  const [gone, empty, nobody] = [{ body: () => Promise.resolve(null) }, { body: () => Promise.resolve({}) }, undefined]
  expect(read(await writeEvents(gone, 'c', wanted, never))).toEqual([{ ...own(1), body_left_out: 'unreadable' }])
  expect(read(await writeEvents(empty, 'c', wanted, never))).toEqual([own(1)])
  expect(read(await writeEvents(nobody, 'c', [{ place: place(1), own: null }], never))).toEqual([
    { body_left_out: 'unreadable' },
  ])
})

test('nothing is read for a client that has gone', async () => {
  const end = new AbortController()
  let reads = 0
  const source = {
    body: () => {
      reads += 1
      end.abort(new Error('gone'))
      return Promise.resolve({})
    },
  }
  const wanted = [1, 2].map((seq) => ({ place: place(seq), own: own(seq) }))
  await expect(writeEvents(source, 'c', wanted, end.signal)).rejects.toThrow('gone')
  expect(reads).toBe(1)
})
