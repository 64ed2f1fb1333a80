import { cpSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findPlaces } from './find-places.ts'
import { findParts, identityOf } from './place-identity.ts'
import { ID, OTHER_ID, plantState, temporaryDirectory } from './planted-conversation.ts'
import { plantMetadata } from './v0/planted-v0.ts'
import { plantRows, plantV1Event } from './v1/planted-v1.ts'

const fixtures = fileURLToPath(new URL('../../e2e/fixtures', import.meta.url))

/** Of all places that these paths below the root hold, the parts, each with its whole. */
function partsOf(root: string, ...paths: readonly string[]): Readonly<Record<string, string>> {
  const places = paths.flatMap((path) => findPlaces(join(root, path)).places)
  expect(places.length).toBeGreaterThan(1)
  const parts = [...findParts(places)].map(([part, whole]) => [relative(root, part.path), relative(root, whole.path)])
  return Object.fromEntries(parts)
}

test('every store of an app server V1 is part of the home with its database, in whatever order', () => {
  const root = temporaryDirectory()
  plantRows(root, [])
  plantV1Event(join(root, 'v1_conversations', ID), 1)
  plantV1Event(join(root, 'v1/events', ID), 1)
  plantV1Event(join(root, 'ann/v1_conversations', ID), 1)
  const stores = ['v1_conversations', 'v1', 'ann']
  const parts = { v1_conversations: '', 'v1/events': '', 'ann/v1_conversations': '' }
  expect(partsOf(root, ...stores, '')).toEqual(parts)
  expect(partsOf(root, '', ...stores)).toEqual(parts)
  expect(partsOf(root, ...stores)).toEqual({})
})

test('a user of an app server V0 is part of its users', () => {
  const root = temporaryDirectory()
  plantMetadata(join(root, 'users/ann/conversations'), 'b')
  plantMetadata(join(root, 'users/bob/conversations'), 'c')
  plantMetadata(join(root, 'sessions'), 'a')
  expect(partsOf(root, 'users/ann/conversations', '', 'sessions')).toEqual({ 'users/ann/conversations': 'users' })
})

test('the folder of one conversation is part of the store that it lies in', () => {
  const root = temporaryDirectory()
  for (const store of ['mine', 'other']) for (const id of [ID, OTHER_ID]) plantState(join(root, store), id, {})
  expect(partsOf(root, `mine/${ID}`, 'mine', 'other')).toEqual({ [`mine/${ID}`]: 'mine' })
  expect(partsOf(root, `mine/${ID}`, `mine/${OTHER_ID}`, `other/${ID}`)).toEqual({})

  plantMetadata(join(root, 'sessions'), 'a')
  plantMetadata(join(root, 'sessions'), 'b')
  expect(partsOf(root, 'sessions/b', 'sessions')).toEqual({ 'sessions/b': 'sessions' })

  cpSync(join(fixtures, 'app-server-v1'), join(root, 'v1-home'), { recursive: true })
  const one = 'v1-home/v1_conversations/f3dd4ba8a5e44276bf5f0c7a12269c83'
  expect(partsOf(root, one, 'v1-home')).toEqual({ [one]: 'v1-home' })
  expect(partsOf(root, 'v1-home/v1_conversations', one)).toEqual({ [one]: 'v1-home/v1_conversations' })
})

test('links hide nothing: neither one to a part nor one that a whole is made of', () => {
  const root = temporaryDirectory()
  cpSync(join(fixtures, 'app-server-v1'), join(root, 'home'), { recursive: true })
  renameSync(join(root, 'home/v1_conversations'), join(root, 'elsewhere'))
  symlinkSync(join(root, 'elsewhere'), join(root, 'home/v1_conversations'))
  symlinkSync(join(root, 'home'), join(root, 'link'))
  expect(partsOf(root, 'elsewhere', 'link')).toEqual({ elsewhere: 'link' })

  plantState(join(root, 'apart'), ID, {})
  mkdirSync(join(root, 'mine'))
  symlinkSync(join(root, 'apart', ID), join(root, 'mine', ID))
  expect(partsOf(root, `apart/${ID}`, 'mine')).toEqual({ [`apart/${ID}`]: 'mine' })
})

test('what lies in a directory that does not read it is no part of it', () => {
  const root = temporaryDirectory()
  plantState(join(root, 'mine'), ID, {})
  plantState(join(root, 'mine/more'), ID, {})
  plantMetadata(join(root, 'mine/sessions'), 'a')
  plantMetadata(join(root, 'mine'), OTHER_ID)
  cpSync(join(fixtures, 'trajectories'), join(root, 'mine'), { recursive: true })
  expect(partsOf(root, 'mine', 'mine/more', 'mine/sessions', `mine/${OTHER_ID}`, 'mine/v1.zip')).toEqual({})
})

test('two paths of one directory are the same, and what is not there is like nothing else', () => {
  const root = temporaryDirectory()
  symlinkSync(root, join(root, 'link'))
  expect(identityOf(join(root, 'link'))).toBe(identityOf(root))
  expect(identityOf(join(root, 'one'))).not.toBe(identityOf(join(root, 'two')))
})
