import { afterEach, expect, test } from 'vitest'
import { EventThread } from './event-thread.ts'
import type { WrittenEvent } from './event-writer.ts'

/** A thread of these few lines in place of the built one: `request` is what was asked, `reply` answers. */
function threadThat(does: string): EventThread {
  const script = `import { parentPort } from 'node:worker_threads'
    const reply = (number, text) => parentPort.postMessage({ number, written: [new TextEncoder().encode(text)] })
    const held = []
    parentPort.on('message', (request) => { ${does} })`
  thread = new EventThread(new URL(`data:text/javascript,${encodeURIComponent(script)}`), {
    sources: [],
    indexFile: '',
  })
  return thread
}

let thread: EventThread | undefined
afterEach(() => thread?.close())
const never = new AbortController().signal
const ask = (id: string, signal = never) => thread?.write('a', id, [], signal).then(toText)
const toText = (written: readonly WrittenEvent[]) => written.map((json) => new TextDecoder().decode(json)).join('')

test('each request gets its own reply, whichever comes first', async () => {
  threadThat(
    `held.push(request); if (held.length === 2) for (const one of held.reverse()) reply(one.number, one.conversationId)`,
  )
  expect(await Promise.all([ask('x'), ask('y')])).toEqual(['x', 'y'])
})

test('a request whose client goes is given up, in the thread too', async () => {
  threadThat(`if (request.wanted === null) reply(held[0].number, 'heard')
    else if (held.push(request) === 2) reply(request.number, 'later')`)
  const end = new AbortController()
  const gone = ask('x', end.signal)
  end.abort(new Error('client has gone'))
  await expect(gone).rejects.toThrow('client has gone')
  expect(await ask('y')).toBe('later')
  await expect(ask('z', end.signal)).rejects.toThrow('client has gone')
})

test('a thread that dies takes its requests with it and is replaced', async () => {
  threadThat(`if (request.conversationId === 'bad') throw new Error('out of memory'); reply(request.number, 'well')`)
  await expect(ask('bad')).rejects.toThrow('out of memory')
  expect(await ask('good')).toBe('well')
})

test('an end in the middle leaves nobody waiting', async () => {
  const ending = threadThat('for (;;) {}')
  const waiting = ask('x')
  const end = ending.close()
  await expect(waiting).rejects.toThrow('has ended')
  await end
})
