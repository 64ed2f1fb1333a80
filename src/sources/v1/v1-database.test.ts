import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { OTHER_ID, temporaryDirectory } from '../planted-conversation.ts'
import { openPlantedDatabase, plantRows } from './planted-v1.ts'
import { V1Database } from './v1-database.ts'

const ROW = { conversation_id: 'a0000000-0000-0000-0000-000000000001', title: 'one' }

test('a torn database is read again, and one that stays torn is a failure, never empty', async () => {
  const root = temporaryDirectory()
  const file = plantRows(root, '[{"conversation_')
  let heals = false
  const wait = () => Promise.resolve(heals ? plantRows(root, [ROW]) : '')
  const database = new V1Database({ file, openDatabase: openPlantedDatabase, wait })
  await expect(database.rows()).rejects.toThrow('cannot be read')
  heals = true
  expect([...(await database.rows()).keys()]).toEqual([OTHER_ID])
  rmSync(file)
  await expect(database.rows()).rejects.toThrow(`There is no database ${file}`)
})

test('a database that is written while it is copied is copied again', async () => {
  const root = temporaryDirectory()
  const file = plantRows(root, [ROW])
  let copies = 0
  const database = new V1Database({
    file,
    openDatabase: (copy) => {
      copies += 1
      if (copies === 1) plantRows(root, [ROW, { ...ROW, conversation_id: 'b' }])
      return openPlantedDatabase(copy)
    },
    wait: () => Promise.resolve(),
  })
  expect([...(await database.rows()).keys()]).toEqual([OTHER_ID, 'b'])
})

test('an unchanged database is not copied again, one that changes all the time takes a twentieth of the time', async () => {
  const root = temporaryDirectory()
  const file = plantRows(root, [ROW])
  let now = 0
  let copies = 0
  const folders = new Set<string>()
  const database = new V1Database({
    file,
    now: () => now,
    wait: (ms) => Promise.resolve((now += ms)),
    openDatabase: (copy) => {
      now += 100
      copies += 1
      folders.add(dirname(copy))
      return openPlantedDatabase(copy)
    },
  })
  await database.rows()
  await database.rows()
  expect(copies).toBe(1)
  plantRows(root, [{ ...ROW, title: 'another' }])
  await database.rows(true)
  expect(copies).toBe(1)
  now += 1_900
  await database.rows(true)
  expect(copies).toBe(2)
  expect(await database.changes()).toEqual([OTHER_ID])
  expect([...folders].every((folder) => folder.startsWith(join(tmpdir(), `lookout-v1-${process.pid}-`)))).toBe(true)
  expect(readdirSync(tmpdir()).filter((name) => [...folders].some((folder) => folder.endsWith(name)))).toEqual([])
})

test('a table of another kind, or none, means no rows', async () => {
  const root = temporaryDirectory()
  const file = plantRows(root, JSON.stringify([{ conversation_id: 'x', title: 'of an older server' }]))
  const database = new V1Database({ file, openDatabase: openPlantedDatabase })
  expect((await database.rows()).size).toBe(0)
})
