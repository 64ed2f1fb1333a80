import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, client, isPassing, read, readAnswer } from './client.ts'

afterEach(() => vi.unstubAllGlobals())

function answerWith(body: unknown, init: ResponseInit) {
  const headers = { 'content-type': 'application/json', ...init.headers }
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { ...init, headers }))
  return client.GET('/api/revision')
}

async function failureOf(reply: Promise<unknown>): Promise<ApiError> {
  const error = await reply.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`)
  return error
}

test('an answer comes with the revision of its header', async () => {
  const reply = answerWith({ revision: 'a.7' }, { status: 200, headers: { 'Lookout-Revision': 'a.7' } })
  expect(await readAnswer(reply)).toEqual({ body: { revision: 'a.7' }, revision: 'a.7' })
})

test('a 422 names what was wrong', async () => {
  const detail = [{ loc: ['query', 'tag'], msg: 'Input should be key:value', type: 'tag' }]
  const error = await failureOf(read(answerWith({ detail }, { status: 422 })))
  expect(error.status).toBe(422)
  expect(error.message).toBe('The server does not accept tag: Input should be key:value')
  expect(error.detail).toEqual(detail)
  expect(isPassing(error)).toBe(false)
})

test('Retry-After is kept, and only what may pass is tried again', async () => {
  const busy = await failureOf(
    read(answerWith({ detail: 'slow down' }, { status: 429, headers: { 'Retry-After': '7' } })),
  )
  expect([busy.message, busy.retryAfterSeconds, isPassing(busy)]).toEqual(['slow down', 7, true])
  const missing = await failureOf(read(answerWith({ detail: 'gone' }, { status: 404 })))
  expect([missing.retryAfterSeconds, isPassing(missing)]).toEqual([null, false])
})

test('no answer at all is status 0', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('fetch failed')
  })
  const error = await failureOf(read(client.GET('/api/revision')))
  expect([error.status, error.detail, isPassing(error)]).toEqual([0, 'fetch failed', true])
})

test('a query that was given up did not fail', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new DOMException('given up', 'AbortError')
  })
  await expect(read(client.GET('/api/revision'))).rejects.toHaveProperty('name', 'AbortError')
})
