import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJsonFile } from './json-file.ts'
import { temporaryDirectory } from './planted-conversation.ts'

test.each([10, 64 * 1024 - 8, 64 * 1024, 64 * 1024 + 8, 3_000_000])('an object of about %i bytes, whole', (length) => {
  const path = join(temporaryDirectory(), 'a.json')
  const content = JSON.stringify({ a: 'é'.repeat(length / 2) })
  writeFileSync(path, content)
  expect(readJsonFile(path)).toEqual({
    state: 'read',
    value: JSON.parse(content),
    sizeBytes: Buffer.byteLength(content),
  })
})

test('a file that is not there is missing', () => {
  expect(readJsonFile(join(temporaryDirectory(), 'none', 'a.json'))).toEqual({ state: 'missing' })
})

test('a named pipe does not hold the reader up', () => {
  const path = join(temporaryDirectory(), 'pipe')
  execFileSync('sh', ['-c', 'mkfifo "$0"', path])
  expect(readJsonFile(path).state).toBe('unreadable')
})

test('the reason never quotes the file', () => {
  const path = join(temporaryDirectory(), 'a.json')
  writeFileSync(path, '{"api_key": canary}')
  expect(JSON.stringify(readJsonFile(path))).not.toContain('canary')
})
