import { expect, test } from 'vitest'
import { Gate } from './gate.ts'

const TOKEN = 'correct-horse-battery-staple'
const FROM = '10.0.0.1'
const REFUSED = { status: 401 }

function gate() {
  const clock = { ms: Date.parse('2026-11-22T16:00:00Z') }
  return { clock, door: new Gate(TOKEN, () => clock.ms) }
}

/** The pair that a browser sends back. */
function pairOf(setCookie: string): string {
  return setCookie.split(';', 1)[0] ?? ''
}

test.each([
  { 'x-session-api-key': TOKEN },
  { authorization: `Bearer ${TOKEN}` },
  { authorization: `bearer  ${TOKEN} ` },
  { authorization: 'Basic cHJveHk6cHJveHk=', 'x-session-api-key': TOKEN },
])('%j opens', (headers) => {
  expect(gate().door.judge('/api/revision', headers, FROM)).toBeNull()
})

test.each([
  {},
  { 'x-session-api-key': '' },
  { 'x-session-api-key': TOKEN.slice(1) },
  { 'x-session-api-key': `${TOKEN}x` },
  { authorization: TOKEN },
  { authorization: `Basic ${TOKEN}` },
  { authorization: 'Bearer ' },
  { cookie: `lookout_session=${TOKEN}` },
  { cookie: 'lookout_session' },
  { cookie: 'lookout_session=; x=1' },
])('%j does not open', (headers) => {
  for (const path of ['/api/revision', '/api/nothing/here', '/api', '/health/', '/health/../api/revision', '/ready/x'])
    expect(gate().door.judge(path, headers, FROM), path).toEqual(REFUSED)
})

test.each(['/health', '/ready', '/server_info', '/openapi.json'])('%s is open', (path) => {
  expect(gate().door.judge(path, {}, FROM)).toBeNull()
})

test('a session opens until it ends, and its cookie holds nothing of the token', () => {
  const { clock, door } = gate()
  const cookie = door.openSession(false)
  expect(cookie).toMatch(/^lookout_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain(TOKEN)
  const headers = { cookie: `theme=dark; lookout_session=of-another; ${pairOf(cookie)}` }
  expect(door.judge('/api/revision', headers, FROM)).toBeNull()
  clock.ms += 604_800_000 - 1
  expect(door.judge('/api/revision', headers, FROM)).toBeNull()
  clock.ms += 1
  expect(door.judge('/api/revision', headers, FROM)).toEqual(REFUSED)
  expect(new Gate(TOKEN, () => 0).judge('/api/revision', headers, FROM)).toEqual(REFUSED)
})

test('over https the cookie stays there', () => {
  expect(gate().door.openSession(true)).toMatch(/; Secure$/)
})

test('of too many sessions the oldest ends', () => {
  const { door } = gate()
  const cookies = Array.from({ length: 1001 }, () => pairOf(door.openSession(false)))
  const verdicts = [cookies[0], cookies[1], cookies[1000]].map((cookie = '') => door.judge('/api/x', { cookie }, FROM))
  expect(verdicts).toEqual([REFUSED, null, null])
})

test('guessing is slowed down by address, and the right token is no way to learn that it is right', () => {
  const { clock, door } = gate()
  const cookie = pairOf(door.openSession(false))
  const guess = (token: string, address = FROM) => door.judge('/api/revision', { 'x-session-api-key': token }, address)
  for (let count = 0; count < 10; count += 1) expect(guess('a guess')).toEqual(REFUSED)
  const wait = { status: 429, retryAfterSeconds: 60 }
  expect([guess('a guess'), guess(TOKEN), door.judgeToken(TOKEN, FROM)]).toEqual([wait, wait, wait])
  expect([guess(TOKEN, '10.0.0.2'), door.judge('/api/revision', { cookie }, FROM)]).toEqual([null, null])
  expect(door.judge('/api/revision', {}, FROM)).toEqual(REFUSED)
  clock.ms += 60_000
  expect(guess(TOKEN)).toBeNull()
})

test('who brings no token is never counted as guessing', () => {
  const { door } = gate()
  for (let count = 0; count < 20; count += 1) door.judge('/api/revision', { cookie: 'lookout_session=old' }, FROM)
  expect(door.judge('/api/revision', { 'x-session-api-key': TOKEN }, FROM)).toBeNull()
})
