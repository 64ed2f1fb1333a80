import * as fc from 'fast-check'
import { Breach } from './law.ts'
import { TOKEN, type World } from './world.ts'

/** What a request brings to be let in. */
export interface Credential {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly isRight: boolean
}

/** Signs in. Gives the cookie. @throws Breach where the right token opens nothing */
export async function signIn({ gated }: World): Promise<string> {
  const headers = [['Content-Type', 'application/json']] as const
  const body = JSON.stringify({ token: TOKEN })
  const reply = await gated.ask({ method: 'POST', target: '/api/session', headers, body })
  const [cookie] = (reply.headers['set-cookie'] ?? '').split(';', 1)
  if (reply.status !== 204 || !cookie) throw new Breach(`signing in is answered with ${reply.status}: ${reply.text}`)
  return cookie
}

/** Half of the requests bring what opens the door, the others something else or nothing. */
export function credentials(cookie: string): fc.Arbitrary<Credential> {
  const right: Credential['headers'][] = [
    [['X-Session-API-Key', TOKEN]],
    [['Authorization', `Bearer ${TOKEN}`]],
    [['authorization', `bearer   ${TOKEN}  `]],
    [['Cookie', `a=b; ${cookie}; c`]],
    [
      ['Authorization', 'Basic eDp5'],
      ['Cookie', cookie],
    ],
  ]
  const wrong: Credential['headers'][] = [
    [],
    [['X-Session-API-Key', '']],
    [['X-Session-API-Key', `${TOKEN}x`]],
    [['X-Session-API-Key', TOKEN.toUpperCase()]],
    [['X-Session-API-Key', 'x'.repeat(8000)]],
    [['Authorization', TOKEN]],
    [['Authorization', `Basic ${TOKEN}`]],
    [['Authorization', 'Bearer']],
    [['Authorization', `Bearer ${TOKEN},${TOKEN}`]],
    [['Cookie', `${cookie}x`]],
    [['Cookie', `x${cookie}`]],
    [['Cookie', `lookout_session=${TOKEN}`]],
    [['Cookie', 'lookout_session']],
  ]
  return fc.oneof(
    fc.constantFrom(...right.map((headers) => ({ headers, isRight: true }))),
    fc.constantFrom(...wrong.map((headers) => ({ headers, isRight: false }))),
  )
}
