import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ID, plantEvent, plantState, temporaryDirectory } from '../planted-conversation.ts'
import { plantMetadata, plantV0Event } from './planted-v0.ts'
import { isV0Directory } from './v0-detect.ts'

const fixtures = fileURLToPath(new URL('../../../e2e/fixtures/', import.meta.url))

test('a directory of V0 conversations, one of them, and a file store are told by what lies in them', () => {
  const recording = join(fixtures, 'app-server-v0')
  expect(isV0Directory(recording)).toBe(true)
  for (const id of ['a', 'issue-42_resolver', '78243c1bf5a6dbddb2e6c467f4776f20', '54ddc3c7d064822eed932015d8740336'])
    expect(isV0Directory(join(recording, id))).toBe(true)
  const store = temporaryDirectory()
  plantMetadata(join(store, 'users', 'ann', 'conversations'), 'x')
  expect(isV0Directory(store)).toBe(true)
})

test('an Agent Server, replies, other metadata and other numbered files are none', () => {
  expect(isV0Directory(join(fixtures, 'agent-server-1.58.0'))).toBe(false)
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  plantState(root, 'f'.repeat(32), {})
  mkdirSync(join(root, 'replies'))
  for (const name of ['1.json', 'get-conversation.json']) writeFileSync(join(root, 'replies', name), '{"status": 200}')
  plantMetadata(root, 'package', '{"name": "left-pad"}')
  plantV0Event(root, 'numbers', 1, '{"event": 1}')
  for (const place of [root, join(root, 'replies'), join(root, 'package'), dirname(plantV0Event(root, 'odd', 1, '[]'))])
    expect(isV0Directory(place)).toBe(false)
  plantV0Event(root, 'numbers', 2, { action: 'run' })
  expect(isV0Directory(root)).toBe(true)
})
