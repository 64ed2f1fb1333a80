import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OTHER_ID, ID, temporaryDirectory } from '../planted-conversation.ts'
import { hexOf, plantV1Event } from './planted-v1.ts'
import { V1Shelves } from './v1-shelves.ts'

test('the conversation looked at longest ago is given up first, the one in hand never', async () => {
  const folder = join(temporaryDirectory(), ID)
  const names = [1, 2, 3].map((number) => {
    plantV1Event(folder, number)
    return `${hexOf(number)}.json`
  })
  const work = { eventFilesRead: 0, stateFilesRead: 0, directoriesListed: 0 }
  const options = { folder, work, secondLook: () => Promise.resolve(false) }
  const shelves = new V1Shelves(5)
  await shelves.open(ID, options).update(names, null)
  await shelves.open(OTHER_ID, options).update(names, null)
  const third = shelves.open('c', options)
  expect([shelves.get(ID), shelves.get(OTHER_ID)?.size, shelves.get('c')]).toEqual([undefined, 3, third])
})
