import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { detectServer, type DetectedServer, type DetectOptions, type ServerDialect } from './detect-server.ts'
import { HttpClient } from './http-client.ts'
import { startReplayServer, type PlantedReply, type ReplayOptions, type ReplayServer } from './replay-server.ts'
import { RequestPace } from './request-pace.ts'

const KEY = 'canary-secret-key'
const { signal } = new AbortController()
/** All that is asked of a server whose dialect nobody knows: none of it changes anything (reference 1.2, 2.1, 3.1, 4.1). */
const HARMLESS = [
  '/server_info',
  '/saas',
  '/openapi.json',
  '/api/conversations/count',
  '/api/conversations?limit=1',
  '/api/v1/app-conversations/count',
]

interface Started extends ReplayServer {
  /** Asks it what it is; `key` goes along. */
  readonly detect: (options?: { dialect?: ServerDialect; key?: string; path?: string }) => Promise<DetectedServer>
}

async function start(name: string | null, options: Omit<ReplayOptions, 'replies'> = {}): Promise<Started> {
  const replies =
    name === null ? {} : { replies: fileURLToPath(new URL(`../../../e2e/replies/${name}`, import.meta.url)) }
  const server = await startReplayServer({ ...replies, ...options })
  onTestFinished(() => server.close())
  const detect = ({ dialect, key, path = '' }: { dialect?: ServerDialect; key?: string; path?: string } = {}) => {
    const pace = new RequestPace({ perMinute: null })
    const client = new HttpClient({ url: `${server.url}${path}`, key, keyVariable: 'LOOKOUT_KEY_HERE', pace })
    onTestFinished(() => client.close())
    const asked: DetectOptions = { client, dialect, signal }
    return detectServer(asked)
  }
  return { ...server, detect }
}

const json = (value: unknown, status = 200): PlantedReply => ({ status, body: JSON.stringify(value) })

async function refusalOf(detected: Promise<unknown>): Promise<string> {
  const fault = await detected.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(fault instanceof Error)) throw new Error('it was not refused')
  expect(fault.message).not.toMatch(/canary|\n|\.$/)
  return fault.message
}

test.each([
  ['agent-server-1.58.0', '1.58.0', { loadsLazily: true }],
  ['agent-server-1.11.4', '1.11.4', { loadsLazily: false }],
])('%s is an Agent Server and shows its version', async (name, version, features) => {
  const { detect, requests } = await start(name)
  expect(await detect()).toEqual({
    dialects: ['agent-server'],
    version,
    isCloud: false,
    features,
    eventPaths: null,
    notes: [],
  })
  expect(requests.map(({ path }) => path)).toEqual(['/server_info', '/api/conversations/count'])
})

test.each(['json', 'html'] as const)('an app server of 2025 speaks V1 and V0, unknown paths in %s', async (unknown) => {
  const { detect } = await start('app-server-v0', { unknown })
  expect(await detect()).toEqual({
    dialects: ['app-server-v1', 'app-server-v0'],
    version: '0.62.0',
    isCloud: false,
    features: null,
    eventPaths: 'of-all',
    notes: [],
  })
})

test.each(['json', 'html'] as const)('a later one speaks V1 alone, unknown paths in %s', async (unknown) => {
  const { detect } = await start('app-server-v1', { unknown })
  expect(await detect()).toMatchObject({ dialects: ['app-server-v1'], version: '1.11.0', eventPaths: 'of-one' })
})

test('nothing but what is harmless is ever asked, with GET', async () => {
  const asked: string[] = []
  for (const name of ['agent-server-1.58.0', 'agent-server-1.11.4', 'app-server-v0', 'app-server-v1', null]) {
    const { detect, requests } = await start(name, { unknown: 'html' })
    await detect().catch(() => null)
    expect(requests.length).toBeGreaterThan(1)
    asked.push(...requests.map(({ method, path }) => `${method} ${path}`))
  }
  expect([...new Set(asked)].toSorted()).toEqual(HARMLESS.map((path) => `GET ${path}`).toSorted())
})

test('below a path of a proxy it is the same server', async () => {
  const { detect, plant } = await start(null)
  plant('/runtime/8000/server_info', json({ title: 'OpenHands Agent Server', version: '1.40.0' }))
  plant('/runtime/8000/api/conversations/count', json(3))
  expect(await detect({ path: '/runtime/8000/' })).toMatchObject({
    dialects: ['agent-server'],
    features: { loadsLazily: true },
  })
})

test('an Agent Server whose description a proxy hides is still one, as careful as can be', async () => {
  const { detect, plant } = await start(null)
  plant('/api/conversations', json({ detail: [{ loc: ['query', 'ids'] }] }, 422))
  plant('/api/conversations/count', json(3))
  const { dialects, version, features, notes } = await detect()
  expect({ dialects, version, features }).toEqual({
    dialects: ['agent-server'],
    version: null,
    features: { loadsLazily: true },
  })
  expect(notes).toEqual([expect.stringContaining('does not say its version')])
})

test.each(['agent-server-1.58.0', 'app-server-v0', 'app-server-v1'])('%s that wants a key says so', async (name) => {
  const { detect } = await start(name, { key: KEY })
  expect(await refusalOf(detect())).toContain('wants a key: put it into LOOKOUT_KEY_HERE in the environment')
  expect(await refusalOf(detect({ key: 'canary-wrong' }))).toContain('refuses the key that it got')
  expect((await detect({ key: KEY })).dialects.length).toBeGreaterThan(0)
})

test('where the key opens half of a server, that half is not taken for the whole', async () => {
  const { detect, plant } = await start('app-server-v0')
  plant('/api/conversations', json({ detail: 'Unauthorized' }, 401))
  expect(await refusalOf(detect())).toContain('/api/conversations wants a key')
  expect((await detect({ dialect: 'app-server-v1' })).dialects).toEqual(['app-server-v1'])
})

test.each([
  ['gone', json({ detail: 'Gone' }, 410)],
  ['refused', json({ error: 'NoCredentialsError' }, 401)],
  ['broken', json({}, 500)],
  ['a page', { headers: { 'Content-Type': 'text/html' }, body: '<p>' }],
])('Cloud speaks V1, though V0 is %s there', async (_, reply) => {
  const { detect, plant } = await start('app-server-v1')
  plant('/saas', json({ saas: true }))
  plant('/openapi.json', json({}, 404))
  plant('/api/conversations', reply)
  expect(await detect({ key: KEY })).toMatchObject({
    dialects: ['app-server-v1'],
    version: null,
    isCloud: true,
    eventPaths: 'of-one',
  })
})

test('a list that fails is a list', async () => {
  const { detect, plant } = await start('app-server-v0')
  plant('/api/conversations', { status: 500, headers: { 'Content-Type': 'text/plain' }, body: 'Internal Server Error' })
  plant('/openapi.json', json({}, 404))
  expect(await detect()).toMatchObject({ dialects: ['app-server-v1', 'app-server-v0'], eventPaths: 'of-all' })
  plant('/api/v1/app-conversations/count', json({}, 502))
  expect(await refusalOf(detect())).toContain('/api/v1/app-conversations/count answers with an error of its own (502)')
})

test('what the configuration says is believed, and nothing else asked', async () => {
  const both = await start('app-server-v0')
  expect(await both.detect({ dialect: 'app-server-v0' })).toMatchObject({
    dialects: ['app-server-v0'],
    eventPaths: null,
  })
  expect(both.requests.map(({ path }) => path)).toEqual(['/saas', '/api/conversations?limit=1', '/openapi.json'])
  const hidden = await start('agent-server-1.58.0')
  hidden.plant('/server_info', json({ detail: 'Not Found' }, 404))
  expect(await hidden.detect({ dialect: 'agent-server' })).toMatchObject({ dialects: ['agent-server'], version: null })
  const other = await start('agent-server-1.58.0')
  expect(await refusalOf(other.detect({ dialect: 'app-server-v1' }))).toContain(
    'answers, but not like an app server (V1)',
  )
  expect(await refusalOf(both.detect({ dialect: 'agent-server' }))).toContain('answers, but not like an Agent Server')
})

test('another Lookout is no source', async () => {
  const { detect, plant, requests } = await start('agent-server-1.58.0')
  plant('/server_info', json({ title: 'Lookout', version: '0.1.0', uptime: 1, idle_time: 1 }))
  expect(await refusalOf(detect())).toContain('is a Lookout itself: give the servers and directories that it reads')
  expect(await refusalOf(detect({ dialect: 'agent-server' }))).toContain('is a Lookout itself')
  expect(requests.map(({ path }) => path)).toEqual(['/server_info', '/server_info'])
})

test.each<[string, PlantedReply]>([
  ['a web site', { headers: { 'Content-Type': 'text/html' }, body: '<p>canary' }],
  ['another API', json({ hello: 'canary' })],
  ['an API without these paths', json({ error: 'canary' }, 404)],
  ['a count of something else', json('canary')],
])('%s is told from a server of OpenHands', async (_, reply) => {
  const { detect, plant, url } = await start(null)
  for (const path of HARMLESS) plant(path.replace(/\?.*/, ''), reply)
  expect(await refusalOf(detect())).toBe(
    `${url} answers, but like no server of OpenHands: give the address of an Agent Server, an app server or OpenHands Cloud`,
  )
})

test('an address that goes too far is told so', async () => {
  const { detect, url } = await start('agent-server-1.58.0')
  expect(await refusalOf(detect({ path: '/api' }))).toContain(`${url}/api answers`)
  expect(await refusalOf(detect({ path: '/docs/' }))).toContain('leave /docs off its address')
})

test('one too old is refused, one from the future is tried with a word', async () => {
  const { detect, plant } = await start('agent-server-1.58.0')
  const says = (version: string) => plant('/server_info', json({ title: 'OpenHands Agent Server', version }))
  says('0.9.1')
  expect(await refusalOf(detect())).toContain('is an Agent Server 0.9.1: Lookout reads 1.0 and later ones, update it')
  says('2.3.0')
  const { features, notes } = await detect()
  expect(features).toEqual({ loadsLazily: true })
  expect(notes).toEqual([expect.stringContaining('is an Agent Server 2.3.0, newer than any that this Lookout knows')])
  const app = await start('app-server-v1')
  app.plant('/openapi.json', json({ info: { version: '3.0.0' }, paths: {} }))
  expect(await app.detect()).toMatchObject({
    dialects: ['app-server-v1'],
    eventPaths: 'of-one',
    notes: [expect.stringContaining('is an app server 3.0.0, newer')],
  })
})

test('a server that cannot be asked at all is asked once', async () => {
  const { detect, plant, requests } = await start(null)
  plant('/server_info', { ...json({}, 429), headers: { 'Retry-After': '5' } })
  expect(await refusalOf(detect())).toContain('wants a pause of 5 s')
  plant('/server_info', { status: 302, headers: { Location: 'https://sign-in.example/?from=canary' } })
  expect(await refusalOf(detect())).toContain('is redirected to https://sign-in.example, where')
  expect(requests).toHaveLength(2)
})
