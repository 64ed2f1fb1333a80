import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { close, createHttpServer, listen } from './http-server.ts'
import { servePage } from './static.ts'

let folder = ''
let server: Server
let port = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-http-'))
  writeFileSync(join(folder, 'index.html'), 'the page')
  writeFileSync(join(folder, 'logo.svg'), 'the logo')
  const api = new Hono().get('/api/echo', (context) => context.text(context.req.query('text') ?? ''))
  server = createHttpServer(api, servePage(folder), { names: ['127.0.0.1'], gate: null })
  port = await listen(server, '127.0.0.1', 0)
})

afterAll(async () => {
  await close(server)
  rmSync(folder, { recursive: true })
})

/** Sends a request line as it stands, which no HTTP client would let through, and resolves with status and body. */
async function send(target: string, host = 'localhost'): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  let reply = ''
  for await (const chunk of socket.setEncoding('utf8')) reply += String(chunk)
  const status = /^HTTP\/1\.1 (?<status>\d+)/.exec(reply)?.groups?.['status']
  return status === undefined ? 'no answer' : `${status} ${reply.slice(reply.indexOf('\r\n\r\n') + 4)}`
}

test('what cannot be parsed is refused with a sentence', async () => {
  expect(await send('/api/echo?text=ü')).toMatch(/^400 \{"detail":".*percent-encoded/)
  expect(await send(`/api/echo?text=${'x'.repeat(40_000)}`)).toMatch(/^431 \{"detail":".*bytes long/)
  expect(await send('/api/echo?text=%C3%BC')).toBe('200 ü')
})

test('a port that there is not belongs to no host of ours', async () => {
  expect(await send('/api/echo?text=x', 'localhost:99999')).toMatch(/^403 \{"detail":/)
})

test('a name of ours is answered however it is spelt', async () => {
  for (const host of ['127.0.0.1.:80', 'localhost.', '[::1]:8080', 'LOCALHOST:1'])
    expect(await send('/api/echo?text=x', host)).toBe('200 x')
})

test('a method that is refused is told which is not, whatever the query', async () => {
  const put = await fetch(`http://127.0.0.1:${port}/api/session?x=1`, { method: 'PUT' })
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST'])
})

test.each(['/conversations/x/events/evt.1', '/conversations/app.v2', '/conversations/x/events/logo.svg?view=events'])(
  '%s is the page, whatever an id looks like',
  async (path) => {
    expect(await send(path)).toBe('200 the page')
  },
)

test('a file that fails while it is read ends its own answer, not the server', async () => {
  // Stands for one that a new build has just taken away: it is there, and reading it fails.
  symlinkSync('/proc/self/mem', join(folder, 'failing.js'))
  expect(await send('/failing.js')).toBe('no answer')
  expect(await send('/logo.svg')).toBe('200 the logo')
})

test('files are files, and what is none is not found', async () => {
  expect(await send('/logo.svg')).toBe('200 the logo')
  expect(await send('/absent.svg')).toBe('404 {"detail":"Not Found"}')
})
