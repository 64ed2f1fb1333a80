import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../planted-conversation.ts'
import type { ConversationId } from '../source.ts'
import { openPlantedV0, plantMetadata, plantV0Event } from './planted-v0.ts'

/** Starts a watch; the answer waits for a hint that names this conversation. One change may be several hints. */
function watching(place: string, newest: readonly ConversationId[]) {
  let hints: (ConversationId | undefined)[] = []
  let arrived = () => {}
  const stop = openPlantedV0(place).watch?.(
    () => newest,
    (id) => {
      hints.push(id)
      arrived()
    },
  )
  onTestFinished(() => stop?.())
  return async (id: ConversationId): Promise<void> => {
    while (!hints.includes(id)) await new Promise<void>((resolve) => (arrived = resolve))
    hints = []
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
  const hinted = watching(store, ['one'])
  plantV0Event(sessions, 'one', 1, { action: 'run' })
  await hinted('one')
  plantMetadata(sessions, 'one')
  await hinted('one')
  plantMetadata(ofAnn, '594c8d08-6531-4a36-8e66-75f78134c4b8')
  await hinted('594c8d0865314a368e6675f78134c4b8')
})

test('a single conversation is watched as well', async () => {
  const root = temporaryDirectory()
  const folder = plantMetadata(root, 'one')
  const hinted = watching(folder, [])
  plantV0Event(root, 'one', 0, { action: 'run' })
  await hinted('one')
})
