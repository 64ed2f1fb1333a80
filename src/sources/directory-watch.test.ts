import { mkdirSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchDirectory } from './directory-watch.ts'
import { ID, OTHER_ID, plantEvent, plantState, temporaryDirectory } from './planted-conversation.ts'
import type { ConversationId } from './source.ts'

/** Starts a watch; `next` gives the following hint. */
function watching(root: string, newest: () => readonly ConversationId[], systemWatch = watch) {
  const hints: (ConversationId | undefined)[] = []
  let arrived = () => {}
  const stop = watchDirectory({
    root,
    pathOf: (id) => join(root, id),
    newest,
    watch: systemWatch,
    hint: (id) => {
      hints.push(id)
      arrived()
    },
  })
  onTestFinished(stop)
  const next = async (): Promise<ConversationId | undefined> => {
    if (hints.length === 0) await new Promise<void>((resolve) => (arrived = resolve))
    return hints.shift()
  }
  return { next, hints, stop }
}

test('a new event and a changed state of a watched conversation are hints, many at once are one', async () => {
  const root = temporaryDirectory()
  plantState(root, ID, {})
  plantEvent(root, ID, 0)
  const { next, hints } = watching(root, () => [ID])
  for (let seq = 1; seq < 20; seq += 1) plantEvent(root, ID, seq)
  expect(await next()).toBe(ID)
  expect(hints).toEqual([])
  plantState(root, ID, { execution_status: 'finished' })
  expect(await next()).toBe(ID)
})

test('a new conversation is seen, its events folder and its events too, before anybody names it', async () => {
  const root = temporaryDirectory()
  const { next } = watching(root, () => [])
  mkdirSync(join(root, OTHER_ID))
  expect(await next()).toBe(OTHER_ID)
  mkdirSync(join(root, OTHER_ID, 'events'))
  expect(await next()).toBe(OTHER_ID)
  plantEvent(root, OTHER_ID, 0)
  expect(await next()).toBe(OTHER_ID)
})

test('a conversation that goes is a hint, and strangers are none', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  const { next } = watching(root, () => [ID, 'b'.repeat(32)])
  mkdirSync(join(root, 'strangers'))
  rmSync(join(root, ID), { recursive: true })
  expect(await next()).toBe(ID)
})

test('a root that is not there is no failure, and stopping twice is none', () => {
  const { stop } = watching(join(temporaryDirectory(), 'none'), () => [])
  stop()
  stop()
})

test('where the system has no watches left it goes on with those it has', async () => {
  const root = temporaryDirectory()
  plantEvent(root, ID, 0)
  const asked: string[] = []
  const scarce = ((path: string, options: object, listener: () => void) => {
    asked.push(path)
    if (path !== root) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    return watch(path, options, listener)
    // The one overload that the watch uses.
  }) as typeof watch
  const { next } = watching(root, () => [ID], scarce)
  expect(asked).toEqual([root, join(root, ID)])
  mkdirSync(join(root, OTHER_ID))
  expect(await next()).toBe(OTHER_ID)
})
