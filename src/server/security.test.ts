import { expect, test } from 'vitest'
import { isLoopback, judge, MAX_TARGET_BYTES } from './security.ts'

const request = { method: 'GET', target: '/api/revision', host: '127.0.0.1:4680' }

test.each([
  '127.0.0.1:4680',
  'localhost:4680',
  'LOCALHOST',
  'localhost.:4680',
  '[::1]:4680',
  '127.0.0.2:1',
  'localhost:9000',
])('Host %s is ours', (host) => {
  expect(judge({ ...request, host }, ['127.0.0.1'])).toBeNull()
})

test.each([
  'evil.example',
  'evil.example:4680',
  'localhost.evil.example',
  '127.0.0.1.evil.example:4680',
  'localhost:4680@evil.example',
  'localhost:port',
  '192.168.1.7:4680',
  '[::2]:4680',
  '127.0.0.1 ',
  '',
  undefined,
])('Host %j is refused', (host) => {
  expect(judge({ ...request, host }, ['127.0.0.1'])?.status).toBe(403)
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', undefined])('%s is refused', (method) => {
  expect(judge({ ...request, method }, ['127.0.0.1'])?.status).toBe(405)
})

test('HEAD may look', () => {
  expect(judge({ ...request, method: 'HEAD' }, ['127.0.0.1'])).toBeNull()
})

test.each(['dash.example', 'Dash.Example.:443', '[fd00::1]:4680', '192.168.1.7'])(
  'Host %s can be made ours',
  (host) => {
    const names = ['127.0.0.1', 'DASH.example', 'fd00::1', '192.168.1.7']
    expect(judge({ ...request, host }, names)).toBeNull()
    expect(judge({ ...request, host }, ['127.0.0.1', 'sub.dash.example', 'example'])?.status).toBe(403)
  },
)

test('one thing may be sent, and no other request has a body', () => {
  const post = { ...request, method: 'POST', contentLength: '20' }
  expect(judge({ ...post, target: '/api/session' }, [])).toBeNull()
  expect(judge({ ...post, target: '/api/session?x=1' }, [])).toBeNull()
  expect(judge({ ...post, target: '/api/session/' }, [])?.status).toBe(405)
  expect(judge({ ...post, target: '/api/session', host: 'evil.example' }, [])?.status).toBe(403)
  expect(judge({ ...request, contentLength: '0' }, [])).toBeNull()
  expect(judge({ ...request, contentLength: '1' }, [])?.status).toBe(413)
  expect(judge({ ...request, transferEncoding: 'chunked' }, [])?.status).toBe(413)
})

test('a long address is refused, a full one is not', () => {
  const target = `/${'a'.repeat(MAX_TARGET_BYTES - 1)}`
  expect(judge({ ...request, target }, ['127.0.0.1'])).toBeNull()
  expect(judge({ ...request, target: `${target}a` }, ['127.0.0.1'])?.status).toBe(414)
})

test('only a path is a target', () => {
  expect(judge({ ...request, target: 'http://evil.example/' }, ['127.0.0.1'])?.status).toBe(400)
  expect(judge({ ...request, target: '*' }, ['127.0.0.1'])?.status).toBe(400)
  expect(judge({ ...request, target: '/api\\revision' }, ['127.0.0.1'])?.status).toBe(400)
  expect(judge({ ...request, target: '/api/revision?x=\\' }, ['127.0.0.1'])).toBeNull()
})

test('a part of the address that everybody would drop is refused, not dropped', () => {
  expect(judge({ ...request, target: '/api/conversations/count?title=fix#status=error' }, [])?.status).toBe(400)
  expect(judge({ ...request, target: '/api/conversations/count#?status=error' }, [])?.status).toBe(400)
})

test('loopback is this machine alone', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.evil.example', '127.0.0.999', ''].some(isLoopback)).toBe(
    false,
  )
})
