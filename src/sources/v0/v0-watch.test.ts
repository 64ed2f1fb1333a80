import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../planted-conversation.ts'
import type { ConversationId } from '../source.ts'
import { openPlantedV0, plantMetadata, plantV0Event } from './planted-v0.ts'

/** Starts a watch; `next` gives the following hint. */
function watching(place: string, newest: readonly ConversationId[]) {
  const hints: (ConversationId | undefined)[] = []
  let arrived = () => {}
  const stop = openPlantedV0(place).watch?.(
    () => newest,
    (id) => {
      hints.push(id)
      arrived()
    },
  )
  onTestFinished(() => stop?.())
  return async (): Promise<ConversationId | undefined> => {
    if (hints.length === 0) await new Promise<void>((resolve) => (arrived = resolve))
    return hints.shift()
  }
}

test('in a file store new events, changed metadata and new conversations of every directory are hints', async () => {
  const store = temporaryDirectory()
  const sessions = join(store, 'sessions')
  const ofAnn = join(store, 'users', 'ann', 'conversations')
  plantV0Event(sessions, 'one', 0, { action: 'run' })
  plantV0Event(ofAnn, 'two', 0, { action: 'run' })
  const source = openPlantedV0(store)
  expect((await source.look('two'))?.eventCount).toBe(1)
  const next = watching(store, ['one'])
  plantV0Event(sessions, 'one', 1, { action: 'run' })
  expect(await next()).toBe('one')
  plantMetadata(sessions, 'one')
  expect(await next()).toBe('one')
  plantMetadata(ofAnn, '594c8d08-6531-4a36-8e66-75f78134c4b8')
  expect(await next()).toBe('594c8d0865314a368e6675f78134c4b8')
})

test('a single conversation is watched as well', async () => {
  const root = temporaryDirectory()
  const folder = plantMetadata(root, 'one')
  const next = watching(folder, [])
  plantV0Event(root, 'one', 0, { action: 'run' })
  expect(await next()).toBe('one')
})
