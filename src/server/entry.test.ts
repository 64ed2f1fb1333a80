import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import contract from '../contract/openapi.gen.json' with { type: 'json' }
import { Gate } from './gate.ts'
import { close, createHttpServer, listen } from './http-server.ts'
import { SECURITY_HEADERS } from './security.ts'
import { servePage } from './static.ts'

const TOKEN = 'correct-horse-battery-staple'
const JSON_TYPE = { 'Content-Type': 'application/json' }
const ajv = new Ajv2020({ strict: false }).addSchema({ $id: 'contract', ...contract })
let folder = ''
let server: Server
let port = 0
let release = () => {}

/** `stalledMs`: given where a test waits for it; any other one may be as slow as its machine. */
async function start(gate: Gate | null, stalledMs = 60_000): Promise<void> {
  const page = servePage(folder)
  const api = new Hono()
    .get('/api/known', (context) => context.text('known'))
    .get('/health', (context) => context.text('open'))
    .get('/api/slow', async (context) => {
      await new Promise<void>((resolve) => (release = resolve))
      return context.text('late')
    })
    .get('/api/endless', (context) => {
      const pull = (stream: ReadableStreamDefaultController) => stream.enqueue(new Uint8Array(65_536))
      return context.body(new ReadableStream({ pull, cancel: () => release() }))
    })
  server = createHttpServer(api, page, { names: ['127.0.0.1', 'dash.example'], gate, stalledMs })
  port = await listen(server, '127.0.0.1', 0)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-entry-'))
  writeFileSync(join(folder, 'index.html'), 'the page')
  writeFileSync(join(folder, 'logo.svg'), 'the logo')
  await start(new Gate(TOKEN, () => 0))
})

afterEach(async () => {
  await close(server)
  rmSync(folder, { recursive: true })
})

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, init)
}

/** Sends bytes as they stand and resolves with all that comes back. */
async function send(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text)
  let reply = ''
  for await (const chunk of socket.setEncoding('utf8')) reply += String(chunk)
  return reply
}

/** Signs in and holds the reply to the contract. */
async function signIn(headers: Record<string, string> = JSON_TYPE, body = JSON.stringify({ token: TOKEN })) {
  const lines = Object.entries({ Host: 'localhost', 'Content-Length': String(body.length), ...headers })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const reply = await send(`POST /api/session HTTP/1.1\r\n${head}Connection: close\r\n\r\n${body}`)
  const { responses } = contract.paths['/api/session'].post
  expect(Object.keys(responses)).toContain(String(statusOf(reply)))
  if (statusOf(reply) === 204) return reply
  const schema = { 401: 'Unauthorized', 422: 'ValidationError' }[statusOf(reply)] ?? 'Refusal'
  const validate = ajv.compile({ $ref: `contract#/components/schemas/${schema}` })
  expect(validate(JSON.parse(reply.slice(reply.indexOf('\r\n\r\n')))), reply).toBe(true)
  return reply
}

function statusOf(reply: string): number {
  return Number(/^HTTP\/1\.1 (?<status>\d+)/.exec(reply)?.groups?.['status'])
}

test('known and unknown paths of the API are the same to who has no token, the page and health are open', async () => {
  const replies = await Promise.all(
    ['/api/known', '/api/unknown', '/api/session', '/api', '/health/x'].map((path) => ask(path)),
  )
  for (const reply of replies) {
    expect(reply.status).toBe(401)
    expect(await reply.text()).toBe('{"detail":"Unauthorized"}')
    expect(Object.fromEntries(reply.headers)).toMatchObject({ 'cache-control': 'no-store' })
  }
  const names = replies.map(({ headers }) => [...headers.keys()].join())
  expect(new Set(names).size).toBe(1)
  for (const path of ['/health', '/', '/logo.svg', '/conversations/known'])
    expect((await ask(path)).status, path).toBe(200)
})

test('a token in the address is refused, and not repeated', async () => {
  const reply = await ask(`/api/session?token=${TOKEN}`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ token: TOKEN }),
  })
  expect([reply.status, reply.headers.get('set-cookie')]).toEqual([422, null])
  const text = await reply.text()
  expect(text).not.toContain(TOKEN)
  expect(JSON.parse(text).detail).toMatchObject([{ type: 'extra_forbidden', loc: ['query', 'token'] }])
})

test('no spelling of a path walks around the gate', async () => {
  for (const path of [
    '//api/known',
    '/./api/known',
    '/x/../api/known',
    '/health/../api/known',
    '/%61pi/known',
    '/api/known/..//known',
    '/health?/../api/known',
  ]) {
    const reply = await send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(reply.endsWith('known'), path).toBe(false)
  }
})

test('the token opens by header, and once signed in by cookie', async () => {
  expect((await ask('/api/known', { headers: { 'X-Session-API-Key': TOKEN } })).status).toBe(200)
  expect((await ask('/api/known', { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
  expect((await ask('/api/unknown', { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(404)
  const reply = await ask('/api/session', {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ token: TOKEN }),
  })
  expect([reply.status, reply.headers.get('cache-control')]).toEqual([204, 'no-store'])
  const cookie = reply.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  expect(await (await ask('/api/known', { headers: { Cookie: cookie } })).text()).toBe('known')
})

test.each([
  [{}, 204],
  [{ 'Content-Type': 'application/json; charset=utf-8' }, 204],
  [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'https://dash.example' }, 204],
  [{ Origin: 'http://localhost' }, 204],
  [{ Host: 'dash.example:8080', Origin: 'https://dash.example:8080' }, 204],
  [{ 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost' }, 403],
  [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
  [{ 'Sec-Fetch-Site': 'none' }, 403],
  [{ Origin: 'http://localhost:3000' }, 403],
  [{ Origin: 'http://evil.example' }, 403],
  [{ Origin: 'null' }, 403],
  [{ Host: 'evil.example', Origin: 'http://evil.example' }, 403],
  [{ 'Content-Type': 'text/plain' }, 415],
  [{ 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  [{ 'Content-Type': 'application/json-seq' }, 415],
])('signing in with %j is answered %i', async (headers, status) => {
  const reply = await signIn({ ...JSON_TYPE, ...headers })
  expect(statusOf(reply)).toBe(status)
  expect(reply.includes('Set-Cookie')).toBe(status === 204)
})

test('a cookie made over https stays there', async () => {
  expect(await signIn({ ...JSON_TYPE, 'X-Forwarded-Proto': 'https' })).toMatch(/Set-Cookie: .*; Secure\r\n/)
  const overHttps = { ...JSON_TYPE, 'Sec-Fetch-Site': 'same-origin', Origin: 'https://dash.example' }
  expect(await signIn(overHttps)).toMatch(/Set-Cookie: .*; Secure\r\n/)
  expect(await signIn()).not.toContain('Secure')
})

test.each(['', 'null', '[]', '{', '{"token":1}', '{"Token":"x"}', `"${TOKEN}"`, TOKEN])(
  'the body %s holds no token, and is not repeated',
  async (body) => {
    const reply = await signIn(JSON_TYPE, body)
    expect(statusOf(reply)).toBe(422)
    expect(reply).not.toContain(TOKEN)
  },
)

test('a long body is not read', async () => {
  expect(statusOf(await signIn(JSON_TYPE, `{"token":"${'x'.repeat(4096)}"}`))).toBe(413)
  const get = 'GET /api/known HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}'
  expect(statusOf(await send(get))).toBe(413)
})

test('after ten wrong tokens the right one has to wait too', async () => {
  const wrong = () => signIn(JSON_TYPE, '{"token":"wrong"}')
  for (let count = 0; count < 10; count += 1) expect(statusOf(await wrong())).toBe(401)
  const reply = await signIn()
  expect(statusOf(reply)).toBe(429)
  expect(reply).toMatch(/Retry-After: 60\r\n/)
  expect((await ask('/api/known', { headers: { 'X-Session-API-Key': TOKEN } })).status).toBe(429)
})

test('where no token is asked for there is no session', async () => {
  await close(server)
  await start(null)
  expect(statusOf(await signIn())).toBe(404)
  expect((await ask('/api/known')).status).toBe(200)
})

test('every answer carries the security headers', async () => {
  const get = (target: string, headers = '') =>
    send(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`)
  const right = `X-Session-API-Key: ${TOKEN}\r\n`
  const replies = await Promise.all([
    get('/'),
    get('/logo.svg'),
    get('/absent.svg'),
    get('/health'),
    get('/api/known', right),
    get('/api/known'),
    get('/api/unknown', right),
    get('/api/known', 'Content-Length: 1\r\n'),
    get(`/${'x'.repeat(9000)}`),
    get(`/${'x'.repeat(40_000)}`),
    get('/ü'),
    get('http://evil.example/'),
    send('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
    send('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'),
    get('/health', 'Expect: miracles\r\n'),
    send('DELETE /api/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    signIn(),
    signIn({}),
    signIn(JSON_TYPE, '{}'),
  ])
  expect(replies.map(statusOf)).toEqual([
    200, 200, 404, 200, 200, 401, 404, 413, 414, 431, 400, 400, 403, 403, 200, 405, 204, 415, 422,
  ])
  for (const reply of replies)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(reply).toContain(`\r\n${name}: ${value}\r\n`)
  const refusals = replies.filter((reply) => reply.includes('{"detail":'))
  expect(refusals).toHaveLength(12)
  for (const refusal of refusals) expect(refusal).toContain('\r\nCache-Control: no-store\r\n')
})

test('who takes up nothing of its answer is dropped, and nothing more is made for it', async () => {
  await close(server)
  await start(new Gate(TOKEN, () => 0), 100)
  const cancelled = new Promise<void>((resolve) => (release = resolve))
  const dropped = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)))
  const reader = connect(port, '127.0.0.1').pause()
  reader.on('error', () => reader.destroy())
  reader.write(`GET /api/endless HTTP/1.1\r\nHost: localhost\r\nX-Session-API-Key: ${TOKEN}\r\n\r\n`)
  await Promise.all([dropped, cancelled])
  expect(reader.destroyed).toBe(false)
  reader.destroy()
})

test('a request that does not come to its end is told so', async () => {
  // What Node says of a connection when the times below are over.
  const fault = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
  server.once('connection', (socket) => server.emit('clientError', fault, socket))
  expect(await send('GET /api')).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*\{"detail":"/)
})

test('who waits for a slow answer is not', async () => {
  await close(server)
  await start(new Gate(TOKEN, () => 0), 100)
  server.once('connection', (socket) => socket.once('timeout', () => release()))
  const headers = { 'X-Session-API-Key': TOKEN, Connection: 'close' }
  expect(await (await ask('/api/slow', { headers })).text()).toBe('late')
})

test('a client may take ten seconds for a head and thirty for a request', () => {
  expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 30_000])
})
