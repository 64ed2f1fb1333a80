import { afterEach, expect, test, vi } from 'vitest'
import { makeQueryClient } from './query-client.ts'
import { signIn } from './sign-in.ts'

afterEach(() => vi.unstubAllGlobals())

function answerWith(status: number, headers: Record<string, string> = {}) {
  const asked: Request[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request)
    return new Response(status === 204 ? null : '{"detail":"no"}', { status, headers })
  })
  return asked
}

test('the token goes into the body, and nowhere else', async () => {
  const asked = answerWith(204)
  await signIn('canary-token', makeQueryClient())
  const [request] = asked
  expect([asked.length, request?.method, request?.url.endsWith('/api/session')]).toEqual([1, 'POST', true])
  expect(await request?.json()).toEqual({ token: 'canary-token' })
  expect(JSON.stringify([request?.url, ...(request?.headers ?? [])])).not.toContain('canary')
})

test.each([
  [401, {}, 'This is not the access token. Check it and try again.'],
  [429, { 'Retry-After': '42' }, 'Too many wrong tokens. Try again in 42 seconds.'],
  [429, { 'Retry-After': '1' }, 'Too many wrong tokens. Try again in 1 second.'],
  [500, {}, 'The server answered with status 500.'],
])('a refusal with %i is told in words', async (status, headers, sentence) => {
  answerWith(status, headers)
  await expect(signIn('canary-token', makeQueryClient())).rejects.toThrow(sentence)
})

test('no server, and one that asks for no token any more', async () => {
  answerWith(404)
  await expect(signIn('canary-token', makeQueryClient())).resolves.toBeUndefined()
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
  await expect(signIn('canary-token', makeQueryClient())).rejects.toThrow('The server cannot be reached.')
})
