import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { HttpClient, type HttpClientOptions } from './http-client.ts'
import { HttpFault } from './http-fault.ts'
import { makeCertificate } from './planted-certificate.ts'
import { startReplayServer, type PlantedReply, type ReplayServer } from './replay-server.ts'
import { RequestPace } from './request-pace.ts'

const KEY = 'canary-secret-key-of-a-server'
/** Whatever a server says beside the point; no sentence may repeat it. */
const SAID = 'canary-secret-in-a-body'
const never = new Promise<never>(() => {})
const { signal } = new AbortController()
/** Somebody waits: what fails is not slowed down. */
const AWAITED = { signal, isAwaited: true }
const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function start(options: Parameters<typeof startReplayServer>[0] = {}): Promise<ReplayServer> {
  const server = await startReplayServer(options)
  closers.push(() => server.close())
  return server
}

function clientFor(url: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  const pace = new RequestPace({ perMinute: null })
  const client = new HttpClient({ url, key: KEY, keyVariable: 'LOOKOUT_KEY_HERE', pace, ...options })
  onTestFinished(() => client.close())
  return client
}

/** What a request fails with; every test that asks holds the sentence to what is promised of it. */
async function faultOf(request: Promise<unknown>): Promise<HttpFault> {
  const fault = await request.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(fault instanceof HttpFault)) throw new Error(`expected a fault, got ${String(fault)}`)
  expect(fault.message).not.toMatch(/canary|\n|\.$/)
  return fault
}

async function faultAt(url: string, options: Partial<HttpClientOptions> = {}): Promise<HttpFault> {
  return faultOf(clientFor(url, options).getJson('/api/x', { token: SAID }, AWAITED))
}

async function faultFrom(reply: PlantedReply, options: Partial<HttpClientOptions> = {}): Promise<HttpFault> {
  const server = await start()
  server.plant('/api/x', reply)
  return faultAt(server.url, options)
}

/** A server of bytes that speaks no HTTP. */
async function startRaw(greet: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    greet(socket)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port // it listens at a port, not at a pipe
}

test('JSON comes with what it cost, by GET, and the key goes both ways', async () => {
  const server = await start()
  server.plant('/runtime/8000/api/x', { headers: { 'X-Mark': 'a' }, body: '{"é":[1]}' })
  let clock = 0
  const client = clientFor(`${server.url}/runtime/8000/`, { now: () => (clock += 7) })
  const reply = await client.getJson(
    '/api/x',
    { ids: ['a b', 'c&d'], at: '2026-01-02T03:04:05+01:00', limit: 5, flag: false, left: undefined },
    AWAITED,
  )
  expect(reply).toMatchObject({ json: { é: [1] }, bytes: 10, status: 200, elapsedMs: 7, headers: { 'x-mark': 'a' } })
  const [request] = server.requests
  expect(request).toMatchObject({
    method: 'GET',
    headers: { 'x-session-api-key': KEY, authorization: `Bearer ${KEY}`, accept: 'application/json' },
  })
  const { pathname, searchParams } = new URL(request?.path ?? '', 'http://x')
  expect(pathname).toBe('/runtime/8000/api/x')
  expect([...searchParams]).toEqual([
    ['ids', 'a b'],
    ['ids', 'c&d'],
    ['at', '2026-01-02T03:04:05+01:00'],
    ['limit', '5'],
    ['flag', 'false'],
  ])
  expect(client.work).toEqual({ requests: 1, bytes: 10 })
  expect(client.location).toBe(`${server.url}/runtime/8000`)
})

test('without a key none is sent', async () => {
  const server = await start()
  server.plant('/api/x', { body: 'null' })
  await clientFor(server.url, { key: undefined }).getJson('/api/x', {}, AWAITED)
  expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain('x-session-api-key')
  expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain('authorization')
})

test('a packed answer is unpacked, and counted as it came', async () => {
  const server = await start()
  const packed = gzipSync(JSON.stringify('x'.repeat(10_000)))
  server.plant('/api/x', { headers: { 'Content-Encoding': 'gzip' }, body: packed })
  const client = clientFor(server.url)
  const { bytes, json } = await client.getJson('/api/x', {}, AWAITED)
  expect([bytes, json]).toEqual([10_002, 'x'.repeat(10_000)])
  expect(client.work.bytes).toBe(packed.length)
})

/** A folder for temporary files that nobody else uses. */
function makeTemporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-client-'))
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    rmSync(folder, { recursive: true })
  })
  return folder
}

test('a download is a file of this user alone, until it is removed', async () => {
  const folder = makeTemporary()
  const server = await start()
  const zip = Buffer.from('PK\u0003\u0004 and so on')
  server.plant('/api/file/x', { headers: { 'Content-Type': 'application/octet-stream' }, body: zip })
  const download = await clientFor(server.url).download('/api/file/x', {}, AWAITED)
  expect(readFileSync(download.path)).toEqual(zip)
  expect(statSync(download.path).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(download.path)).mode & 0o777).toBe(0o700)
  expect(download.bytes).toBe(zip.length)
  download.remove()
  expect(readdirSync(folder)).toEqual([])
})

test('a download that has no place to go is a fault of this disk', async () => {
  const gone = join(makeTemporary(), 'gone')
  process.env['TMPDIR'] = gone
  const { url } = await start()
  const { kind, message } = await faultOf(clientFor(url).download('/api/file/x', {}, AWAITED))
  expect([kind, message]).toEqual(['disk', `What ${url}/api/file/x answers cannot be kept in ${gone} (ENOENT)`])
})

test('a download that fails leaves no file', async () => {
  const folder = makeTemporary()
  const server = await start()
  const client = clientFor(server.url)
  server.plant('/api/file/x', { body: 'x'.repeat(100), half: 'cut' })
  expect((await faultOf(client.download('/api/file/x', {}, AWAITED))).kind).toBe('cut-off')
  expect((await faultOf(client.download('/api/file/x', {}, { ...AWAITED, maxBytes: 10 }))).kind).toBe('too-large')
  expect((await faultOf(client.download('/api/file/y', {}, AWAITED))).kind).toBe('not-found')
  expect(readdirSync(folder)).toEqual([])
})

test.each<[number, Record<string, string>, string, number | null, string]>([
  [401, {}, 'unauthorized', null, 'refuses the key that it got: put the right one into LOOKOUT_KEY_HERE'],
  [403, {}, 'forbidden', null, 'what the key of this source may read'],
  [404, {}, 'not-found', null, 'There is nothing at'],
  [410, {}, 'not-found', null, 'There is nothing at'],
  [422, {}, 'bad-status', null, 'status 422'],
  [429, { 'Retry-After': '7' }, 'rate-limited', 7000, 'a pause of 7 s'],
  [429, { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 'rate-limited', 0, 'a pause of 0 s'],
  [429, { 'Retry-After': 'soon' }, 'rate-limited', null, 'wants a pause'],
  [500, {}, 'server-error', null, '(500)'],
  [503, { 'Retry-After': '120' }, 'server-error', 120_000, '(503)'],
  [304, {}, 'bad-status', null, 'status 304'],
  [400, { 'Content-Type': 'text/html' }, 'wrong-scheme', null, 'give it as https://127.0.0.1:'],
])('status %i with %j is %s', async (status, headers, kind, retryAfterMs, part) => {
  const fault = await faultFrom({ status, headers, body: status === 304 ? '' : `{"detail":"${SAID}"}` })
  expect(fault).toMatchObject({ kind, status, retryAfterMs })
  expect(fault.message).toContain(part)
})

test('who gave no key is told how to give one', async () => {
  const { message } = await faultFrom({ status: 401 }, { key: undefined })
  expect(message).toContain('/api/x wants a key: put it into LOOKOUT_KEY_HERE in the environment, or into the key_file')
})

test.each<[string, PlantedReply, string]>([
  ['a web page', { headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: `<p>${SAID}` }, 'html'],
  ['another type', { headers: { 'Content-Type': 'text/plain' }, body: '{}' }, 'not-json'],
  ['text that is no JSON', { body: `{"${SAID}": ` }, 'not-json'],
  ['bytes that are no UTF-8', { body: Buffer.from('22ff22', 'hex') }, 'not-json'],
  ['nothing', { body: '' }, 'not-json'],
  ['a packed answer that is none', { headers: { 'Content-Encoding': 'gzip' }, body: '{}' }, 'not-json'],
  [
    'half a packed answer',
    { headers: { 'Content-Encoding': 'gzip' }, body: gzipSync('{}').subarray(0, 15) },
    'cut-off',
  ],
  ['half an answer', { body: `"${SAID}"`, half: 'cut' }, 'cut-off'],
])('%s is a fault of its own', async (_, reply, kind) => {
  expect((await faultFrom(reply)).kind).toBe(kind)
})

test('what is too large is not read to its end, packed small or not', async () => {
  const server = await start()
  const client = clientFor(server.url)
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  server.plant('/api/x', { headers: { 'Content-Encoding': 'gzip' }, body: bomb })
  const fault = await faultOf(client.getJson('/api/x', {}, { ...AWAITED, maxBytes: 2 * 1024 * 1024 }))
  expect(fault).toMatchObject({ kind: 'too-large', message: expect.stringContaining('larger than 2 MB') })
  server.plant('/api/x', { body: '[1, 2, 3]' })
  expect((await faultOf(client.getJson('/api/x', {}, { ...AWAITED, maxBytes: 8 }))).kind).toBe('too-large')
  expect((await client.getJson('/api/x', {}, { ...AWAITED, maxBytes: 9 })).json).toEqual([1, 2, 3])
})

test('a server that keeps silent is given up at each stage, for a reason of its own', async () => {
  const mute = await startRaw(() => {})
  const stages = [
    await faultAt(`https://127.0.0.1:${mute}`, { limits: { connectMs: 20 } }),
    await faultAt(`http://127.0.0.1:${mute}`, { limits: { firstByteMs: 20 } }),
    await faultFrom({ until: never }, { limits: { firstByteMs: 20 } }),
    await faultFrom({ body: '[1, 2]', half: 'silent' }, { limits: { betweenBytesMs: 20 } }),
    await faultFrom({ body: '[1, 2]', half: 'silent' }, { limits: { totalMs: 20 } }),
  ]
  expect(stages.map(({ kind }) => kind)).toEqual(stages.map(() => 'timeout'))
  for (const [index, words] of [
    'could not be reached within 0.02 s',
    'did not begin to answer within 0.02 s',
    'did not begin to answer within 0.02 s',
    'fell silent in the middle of an answer for 0.02 s',
    'did not come to the end of an answer within 0.02 s',
  ].entries())
    expect(stages[index]?.message).toContain(words)
})

test('who gives up gets the own reason, before, in the queue and in the middle', async () => {
  const server = await start()
  server.plant('/api/x', { until: never })
  const client = clientFor(server.url)
  const end = new AbortController()
  const gone = new Error('gone')
  const requests = [true, false, false].map((isAwaited) =>
    client.getJson('/api/x', {}, { signal: end.signal, isAwaited }).catch((error: unknown) => error),
  )
  await untilAsked(server, 2)
  end.abort(gone)
  for (const request of requests) expect(await request).toBe(gone)
  expect(await client.getJson('/api/x', {}, { signal: end.signal }).catch((error: unknown) => error)).toBe(gone)
  expect(server.requests).toHaveLength(2)
})

/** Looks again after each turn of the event loop. */
async function untilAsked(server: ReplayServer, count: number): Promise<void> {
  while (server.requests.length < count) await new Promise((resolve) => void setImmediate(resolve))
}

test('a redirect is followed within the origin alone, and not for ever', async () => {
  const [server, other] = [await start(), await start()]
  const to = (location: string) => ({ status: 307, headers: { Location: location } })
  const client = clientFor(server.url)
  server.plant('/api/y/', { body: '"there"' })
  server.plant('/api/x', to('/api/y/?a=1'))
  expect((await client.getJson('/api/x', {}, AWAITED)).json).toBe('there')
  expect(server.requests.map(({ path }) => path)).toEqual(['/api/x', '/api/y/?a=1'])
  other.plant('/api/y/', { body: '"elsewhere"' })
  server.plant('/api/x', to(`${other.url}/api/y/?token=${SAID}`))
  const away = await faultOf(client.getJson('/api/x', {}, AWAITED))
  expect(away).toMatchObject({
    kind: 'redirect',
    message: expect.stringContaining(`redirected to ${other.url}, where`),
  })
  expect(other.requests).toEqual([])
  server.plant('/api/x', to('http://'))
  expect((await faultOf(client.getJson('/api/x', {}, AWAITED))).kind).toBe('redirect')
  server.plant('/api/x', to('/api/x'))
  const before = server.requests.length
  expect((await faultOf(client.getJson('/api/x', {}, AWAITED))).kind).toBe('redirect')
  expect(server.requests.length - before).toBe(4)
})

test('a port where nobody listens, and one where something else does', async () => {
  const port = await startRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
  expect(await faultAt(`http://127.0.0.1:${port}`)).toMatchObject({
    kind: 'wrong-scheme',
    message: expect.stringContaining('is not HTTP (HPE_'),
  })
  for (const close of closers.splice(0)) await close()
  expect(await faultAt(`http://127.0.0.1:${port}`)).toMatchObject({
    kind: 'unreachable',
    message: `Nothing answers at http://127.0.0.1:${port} (ECONNREFUSED): start the server there or check the address`,
  })
})

test('the wrong scheme is told by a sentence that says so', async () => {
  const plain = await start()
  expect(await faultAt(plain.url.replace('http:', 'https:'))).toMatchObject({
    kind: 'wrong-scheme',
    message: expect.stringContaining(`give it as ${plain.url}`),
  })
  const secure = await start({ tls: makeCertificate({ name: 'here.example', years: [2020, 9000] }) })
  expect(await faultAt(secure.url.replace('https:', 'http:'))).toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining(`else give ${secure.url}`),
  })
})

test('a certificate that nobody vouches for is refused before the key is out', async () => {
  const server = await start({ tls: makeCertificate({ name: '127.0.0.1', years: [2020, 9000] }) })
  const fault = await faultAt(server.url)
  expect(fault).toMatchObject({ kind: 'tls', message: expect.stringContaining('set NODE_EXTRA_CA_CERTS') })
  expect(server.requests).toEqual([])
})

test.each(['x', '/api/../x', '/api/%2E%2e/x', '/api/./x', '/api/x?limit=1', '/api/x#y', String.raw`/api\x`])(
  'the path %s is not asked for',
  async (path) => {
    const server = await start()
    expect((await faultOf(clientFor(server.url).getJson(path, {}, AWAITED))).kind).toBe('bad-path')
    expect(server.requests).toEqual([])
  },
)

/** A server of this one handler. */
async function startHttp(handler: RequestListener): Promise<{ readonly url: string; readonly server: HttpServer }> {
  const server = createHttpServer(handler)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server } // it listens at a port
}

test('a connection is kept, and where the server closed it the request is sent again', async () => {
  let connections = 0
  const seen = new WeakSet<object>()
  const { url, server } = await startHttp((request, response) => {
    // Closed as the third request comes in: Node finds out after it has sent it.
    if (request.url === '/third' && seen.has(request.socket)) return void request.socket.destroy()
    seen.add(request.socket)
    response.setHeader('Content-Type', 'application/json').end('1')
  })
  server.on('connection', () => (connections += 1))
  const client = clientFor(url)
  await client.getJson('/first', {}, AWAITED)
  await client.getJson('/second', {}, AWAITED)
  expect(connections).toBe(1)
  expect((await client.getJson('/third', {}, AWAITED)).json).toBe(1)
  expect(connections).toBe(2)
  expect(client.work.requests).toBe(4)
})

test('an answer that is refused by its head does not go on behind it', async () => {
  let isOver = () => {}
  const over = new Promise<void>((resolve) => (isOver = resolve))
  const { url } = await startHttp((_, response) => {
    response.on('close', isOver).writeHead(500).write('x'.repeat(1000))
  })
  expect((await faultAt(url)).kind).toBe('server-error')
  await over
})
