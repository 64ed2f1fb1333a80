import * as fc from 'fast-check'
import { MAX_TARGET_BYTES } from '../../server/security.ts'
import type { Reply, Request } from './client.ts'
import { checkOf, type Route } from './document.ts'
import { Breach, expectSame, expectThat } from './law.ts'
import { hostileText, hostileToken } from './texts.ts'
import { TOKEN, type World } from './world.ts'

/** One way to sign in, tried several times. */
export interface SignIn {
  readonly method: string
  readonly query: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  readonly times: number
}

const JSON_TYPE = 'application/json'

const BODIES: readonly string[] = [
  '',
  '{}',
  'null',
  '[]',
  '"x"',
  '{"token":',
  '{"token":null}',
  '{"token":7}',
  '{"token":["x"]}',
  `{"Token":"${TOKEN}"}`,
  `{"token":"x","token":"${TOKEN}"}`,
  `{"__proto__":{"token":"${TOKEN}"}}`,
  `\uFEFF{"token":"${TOKEN}"}`,
  `token=${TOKEN}`,
  JSON.stringify({ token: 'x'.repeat(5000) }),
  JSON.stringify({ token: TOKEN, more: true }),
]

/** How somebody may try to sign in. */
export const signIns: fc.Arbitrary<SignIn> = fc.record({
  method: fc.oneof(
    { weight: 20, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS') },
  ),
  query: fc.oneof(
    { weight: 8, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.tuple(hostileToken, hostileToken).map(([name, value]) => `?${name}=${value}`) },
  ),
  headers: fc
    .tuple(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(JSON_TYPE, 'application/JSON; charset=utf-8') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', 'text/plain', 'application/jsonx', 'application/x-www-form-urlencoded'),
        },
      ),
      fc.uniqueArray(
        fc.constantFrom<readonly [string, string]>(
          ['Sec-Fetch-Site', 'same-origin'],
          ['Sec-Fetch-Site', 'cross-site'],
          ['Sec-Fetch-Site', 'none'],
          ['Origin', 'http://127.0.0.1'],
          ['Origin', 'http://evil.example'],
          ['Origin', 'null'],
          ['X-Forwarded-Proto', 'https'],
          ['X-Session-API-Key', TOKEN],
          ['Cookie', 'lookout_session=x'],
        ),
        { selector: ([name]) => name, maxLength: 2 },
      ),
    )
    .map(([type, more]) => [...(type === '' ? [] : [['Content-Type', type] as const]), ...more]),
  body: fc.oneof(
    { weight: 3, arbitrary: fc.constant(JSON.stringify({ token: TOKEN })) },
    { weight: 2, arbitrary: hostileText.map((token) => JSON.stringify({ token })) },
    { weight: 2, arbitrary: fc.constantFrom(...BODIES) },
  ),
  times: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 14 }) }),
})

/** After so many failures an address has to wait. */
const MOST_FAILURES = 10

/** Tries it, and holds every answer to the document. @throws Breach */
export async function trySigningIn(world: World, route: Route, isGated: boolean, way: SignIn): Promise<void> {
  world.wait(61_000)
  let failures = 0
  for (let time = 0; time < way.times; time++) {
    const request: Request = {
      method: way.method,
      target: route.path + way.query,
      headers: way.headers,
      body: way.method === 'POST' ? way.body : null,
    }
    const reply = await (isGated ? world.gated : world.open).ask(request)
    const statuses = expectedOf(way, isGated, failures)
    expectThat(`the status should be ${statuses.join(' or ')}, not ${reply.status}`, statuses.includes(reply.status))
    if (way.method !== 'POST') continue
    if (reply.status === 401) failures++
    if (reply.status === 204) await expectSession(world, way, reply)
    else expectBody(route, reply)
  }
  expectSame('faults that were logged', world.takeFaults(), [])
}

function expectedOf({ method, query, headers, body }: SignIn, isGated: boolean, failures: number): readonly number[] {
  const isLooking = method === 'GET' || method === 'HEAD'
  const denials = [
    ...(method === 'POST' || isLooking ? [] : [405]),
    ...(query.length > MAX_TARGET_BYTES - '/api/session'.length ? [414] : []),
    ...(/[^!-~]|#/.test(query) ? [400] : []),
  ]
  if (denials.length > 0) return denials
  const header = (name: string) => headers.find((one) => one[0] === name)?.[1]
  if (isLooking) return [isGated && header('X-Session-API-Key') === undefined ? 401 : 404]
  if (!isGated) return [404]
  const refusals = [
    ...(isOurs(header('Sec-Fetch-Site'), header('Origin')) ? [] : [403]),
    ...(/^application\/json(?:;|$)/i.test(header('Content-Type') ?? '') ? [] : [415]),
    ...(Buffer.byteLength(body) > 4096 ? [413] : []),
    ...(query === '' ? [] : [422]),
  ]
  if (refusals.length > 0) return refusals
  const token = tokenIn(body)
  if (token === null) return [422]
  if (failures >= MOST_FAILURES) return [429]
  return [token === TOKEN ? 204 : 401]
}

function isOurs(site: string | undefined, origin: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin'
  return origin === undefined || origin === 'http://127.0.0.1'
}

function tokenIn(body: string): string | null {
  try {
    const content: unknown = JSON.parse(body)
    const isObject = typeof content === 'object' && content !== null
    return isObject && 'token' in content && typeof content.token === 'string' ? content.token : null
  } catch {
    return null // no JSON
  }
}

const isRefusal = checkOf('Refusal')

function expectBody(route: Route, reply: Reply): void {
  const check = route.responses.get(reply.status)?.get(JSON_TYPE) ?? (reply.status < 415 ? isRefusal : null)
  if (check === null) throw new Breach(`a status of ${reply.status}, which is not documented here`)
  expectSame('what is wrong with the body', check(reply.json), null)
  if (reply.status === 429) expectThat('Retry-After', Number(reply.headers['retry-after']) >= 1)
}

/** The cookie is for pages alone, and opens what the token opens. */
async function expectSession({ gated }: World, { headers }: SignIn, reply: Reply): Promise<void> {
  const cookie = reply.headers['set-cookie'] ?? ''
  const [pair = '', ...marks] = cookie.split('; ')
  const isHttps = headers.some(([name]) => name === 'X-Forwarded-Proto')
  expectThat(`${cookie} should be HttpOnly`, marks.includes('HttpOnly') && marks.includes('SameSite=Strict'))
  expectSame('whether the cookie is for https alone', marks.includes('Secure'), isHttps)
  const further = { method: 'GET', target: '/api/revision', headers: [['Cookie', pair]], body: null } as const
  expectSame('the status of a question with the cookie', (await gated.ask(further)).status, 200)
}
