import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LookoutIndex } from '../../index/port.ts'
import { ROUTES } from './document.ts'
import { Fuzz } from './fuzz.ts'
import { openWorld, type World } from './world.ts'

/** Printed, so that `npm run fuzz -- --seed` can ask for the same. */
const SEED = 20_261_122
const RUNS = 300
/** However slow the machine: this only ends what hangs. */
const PATIENCE = 300_000

let world: World
let fuzz: Fuzz

beforeAll(async () => {
  world = await openWorld()
  fuzz = await Fuzz.start(world)
  console.log(`fuzz: ${RUNS} requests to each route, with and without a token, seed ${SEED}`)
}, PATIENCE)

afterAll(() => world.close())

test.each(ROUTES.map((route) => [route.id, route] as const))(
  'whatever is asked of %s, the answer is as documented',
  async (_, route) => {
    expect(await fuzz.ask(route, false, { runs: RUNS, seed: SEED })).toBeNull()
    expect(await fuzz.ask(route, true, { runs: RUNS, seed: SEED })).toBeNull()
  },
  PATIENCE,
)

/** Faults, each with the route where it has to be found. */
const BREACHES: readonly (readonly [
  what: string,
  route: string,
  put: (index: LookoutIndex) => Partial<LookoutIndex>,
])[] = [
  [
    'a count that leaves a filter aside',
    'countConversations',
    (index) => ({ count: (filter) => index.count({ ...filter, values: {} }) }),
  ],
  [
    'a page that repeats a row',
    'searchConversations',
    (index) => ({
      search: async (question) => {
        const page = await index.search(question)
        return { ...page, items: page.items.map((row, at) => page.items[Math.max(0, at - 1)] ?? row) }
      },
    }),
  ],
  [
    'a range that takes in its upper bound',
    'getConversationHistogram',
    (index) => ({
      histogram: ({ updatedAt: { gte, lt }, ...filter }) =>
        index.histogram({ ...filter, updatedAt: { gte, lt: lt === undefined ? lt : lt + 1 } }),
    }),
  ],
  [
    'a fault of ours',
    'searchEvents',
    (index) => ({
      events: async (question) => {
        if (question.filter.kind.exclude.length > 1) throw new Error('planted')
        return index.events(question)
      },
    }),
  ],
  [
    'an event that another id leads to',
    'getEvent',
    (index) => ({ event: (id, eventId, filter, view) => index.event(id, eventId.trim(), filter, view) }),
  ],
  [
    'a row with a field of the wrong type',
    'getConversation',
    (index) => ({
      batch: async (ids) => {
        const answer = await index.batch(ids)
        return {
          ...answer,
          items: answer.items.map((row) => row && { ...row, created_at: (row.created_at ?? 0) - 1e14 }),
        }
      },
    }),
  ],
  [
    'a search that counts one too many',
    'search',
    (index) => ({
      searchEvents: async (question) => {
        const answer = await index.searchEvents(question)
        const items = answer.items.map((found) => ({ ...found, count: found.count + 1 }))
        return { ...answer, items }
      },
    }),
  ],
]

describe('is found, and shown by a small request', () => {
  test.each(BREACHES)(
    '%s',
    async (_, id, put) => {
      const own = await openWorld((index) => ({ ...index, ...put(index) }))
      try {
        const route = ROUTES.find((one) => one.id === id) ?? expect.unreachable(id)
        const finding = await (await Fuzz.start(own)).ask(route, false, { runs: 2 * RUNS, seed: SEED })
        expect(finding).not.toBeNull()
        const { target, headers } = JSON.parse(finding?.request ?? '{}')
        expect(headers).toEqual([])
        expect(new URL(target, 'http://localhost').searchParams.size, target).toBeLessThanOrEqual(3)
      } finally {
        await own.close()
      }
    },
    PATIENCE,
  )
})
