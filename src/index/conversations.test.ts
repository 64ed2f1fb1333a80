import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Chance, EVERYTHING, START_MS, aUserMessage, anEvent, plantIndex, type PlantedIndex } from './planted-index.ts'
import {
  FACET_FIELDS,
  type ConversationCursor,
  type ConversationFilter,
  type ConversationPage,
  type ConversationQuestion,
  type ConversationRow,
  type ConversationSort,
  type FacetField,
  type ValueField,
} from './conversation-port.ts'
import type { FilterValue } from './port-parts.ts'

let index: PlantedIndex
beforeEach(() => {
  index = plantIndex()
})
afterEach(() => index.close())

const VALUES = {
  status: ['idle', 'finished', 'error', 'a word of its own'],
  trigger: ['slack', 'gui', null],
  selected_repository: ['o/a', 'o/b', null],
  llm_model: ['m', null],
  tag: ['team:red', 'team:blue', 'env:x', null],
  source: ['a', 'b', 'c'],
  has_errors: ['true', 'false', null],
  parent_conversation_id: ['c0', 'c1', 'nobody', null],
} as const satisfies Partial<Record<ValueField, readonly FilterValue[]>>
const TITLES: readonly [string | null, ...(string | null)[]] = [
  null,
  'İstanbul',
  'Straße',
  'ΟΔΟΣ',
  'e\u0301te\u0301',
  '🙂',
  'plain',
]
const KEYS: readonly [ConversationSort['key'], ...ConversationSort['key'][]] = [
  'CREATED_AT',
  'UPDATED_AT',
  'TITLE',
  'EVENT_COUNT',
  'ACCUMULATED_COST',
  'DURATION',
]

function plantConversations(chance: Chance, count: number): void {
  for (let number = 0; number < count; number++) {
    const maybe = <T>(value: T): T | null => (chance.happens(0.7) ? value : null)
    const events = [
      aUserMessage(0, chance.pick(['apple', 'pear'])),
      ...Array.from({ length: chance.below(4) }, (_, at) => anEvent(at + 1, { isError: chance.happens(0.3) })),
    ]
    const record = {
      title: chance.pick(TITLES),
      status: chance.pick(VALUES.status),
      trigger: chance.pick(VALUES.trigger),
      selectedRepository: chance.pick(VALUES.selected_repository),
      llmModel: chance.pick(VALUES.llm_model),
      tags: {
        ...(chance.happens(0.5) ? { team: chance.pick(['red', 'blue']) } : {}),
        ...(chance.happens(0.3) ? { env: 'x' } : {}),
      },
      createdAt: maybe(START_MS + chance.below(5)),
      updatedAt: maybe(START_MS + chance.below(5)),
      accumulatedCost: maybe(chance.below(4) / 2),
      // Orphans, grandchildren, and rings.
      parentConversationId: maybe(chance.happens(0.8) ? `c${chance.below(count)}` : 'nobody'),
    }
    const source = chance.pick(['a', 'b', 'c'])
    index.plant(`c${number}`, record, chance.happens(0.8) ? events : [], source)
    if (chance.happens(0.2)) index.plant(`c${number}`, record, [], chance.pick(['a', 'b', 'c']))
  }
}

const shown = (row: ConversationRow) =>
  (row.title ?? row.first_message)?.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ') ?? null

function valuesOf(row: ConversationRow, field: ValueField): readonly FilterValue[] {
  if (field === 'source') return row.sources.map(({ source }) => source)
  if (field === 'tag')
    return Object.keys(row.tags).length === 0
      ? [null]
      : Object.entries(row.tags).map(([key, value]) => `${key}:${value}`)
  if (field === 'has_errors') return [row.error_count === null ? null : String(row.error_count > 0)]
  return [row[field]]
}

function passes(row: ConversationRow, filter: ConversationFilter, without: FacetField | null = null): boolean {
  const fields = Object.entries(filter.values) as [ValueField, { include: FilterValue[]; exclude: FilterValue[] }][]
  const holds = (words: readonly string[]) => words.some((word) => shown(row)?.includes(word) === true)
  const lies = (value: number | null, { gte, lt }: { gte?: number | undefined; lt?: number | undefined }) =>
    (gte === undefined && lt === undefined) ||
    (value !== null && value >= (gte ?? value) && (lt === undefined || value < lt))
  const spoken = (words: readonly string[]) =>
    holds(words) || words.some((word) => (row.event_count ?? 0) > 0 && row.first_message?.includes(word) === true)
  return (
    fields.every(([field, { include, exclude }]) => {
      const values = valuesOf(row, field)
      return (
        field === without ||
        ((include.length === 0 || values.some((value) => include.includes(value))) &&
          !values.some((value) => exclude.includes(value)))
      )
    }) &&
    (filter.title.length === 0 || holds(filter.title)) &&
    !holds(filter.excludeTitle) &&
    (filter.text.length === 0 || spoken(filter.text)) &&
    !spoken(filter.excludeText) &&
    lies(row.created_at, filter.createdAt) &&
    lies(row.updated_at, filter.updatedAt) &&
    lies(row.accumulated_cost, filter.accumulatedCost) &&
    lies(row.duration_seconds, filter.durationSeconds)
  )
}

function filterFrom(chance: Chance): ConversationFilter {
  const values = Object.fromEntries(
    chance.some(Object.entries(VALUES), 0.25).map(([field, all]) => [
      field,
      {
        include: chance.some<FilterValue>(all, 0.5),
        exclude: chance.happens(0.3) ? chance.some<FilterValue>(all, 0.3) : [],
      },
    ]),
  )
  const words = (probability: number, ...all: string[]) => (chance.happens(probability) ? chance.some(all, 0.6) : [])
  const range = (from: number, width: number) =>
    chance.happens(0.15) ? { gte: from, ...(chance.happens(0.5) ? { lt: from + width } : {}) } : {}
  return {
    values,
    title: words(0.15, 'straße', 'οδοσ', '🙂', 'été', 'pla'),
    excludeTitle: words(0.1, 'pla', 'pear'),
    text: words(0.15, 'apple', 'ear', 'pl'),
    excludeText: words(0.1, 'pear'),
    createdAt: range(START_MS + 1, 2),
    updatedAt: range(START_MS, 2000),
    accumulatedCost: range(0.5, 0.5),
    durationSeconds: range(0, 2),
  }
}

function naiveRows(matching: readonly ConversationRow[], nested: boolean): ConversationRow[] {
  if (!nested) return [...matching]
  const byId = new Map(matching.map((row) => [row.id, row]))
  return matching.filter((row) => {
    const ring = [row.id]
    let parent = byId.get(row.parent_conversation_id ?? '')
    if (parent === undefined) return true
    while (parent !== undefined && !ring.includes(parent.id)) {
      ring.push(parent.id)
      parent = byId.get(parent.parent_conversation_id ?? '')
    }
    return parent?.id === row.id && ring.toSorted()[0] === row.id
  })
}

function sorted(rows: readonly ConversationRow[], { key, descending }: ConversationSort): string[] {
  const valueOf = (row: ConversationRow) =>
    ({
      CREATED_AT: row.created_at,
      UPDATED_AT: row.updated_at,
      TITLE: shown(row),
      EVENT_COUNT: row.event_count,
      ACCUMULATED_COST: row.accumulated_cost,
      DURATION: row.duration_seconds,
    })[key]
  return rows
    .toSorted((a, b) => {
      const [one, other] = [valueOf(a), valueOf(b)]
      if (one === other) return a.id < b.id ? -1 : 1
      if (one === null || other === null) return one === null ? 1 : -1
      return (one < other ? -1 : 1) * (descending ? -1 : 1)
    })
    .map(({ id }) => id)
}

const ids = (page: ConversationPage) => page.items.map(({ id }) => id)
const cursorAt = (page: ConversationPage, at: number): ConversationCursor =>
  page.cursors.at(at) ?? { value: null, id: '' }
const ask = (question: Partial<ConversationQuestion>) =>
  index.reader().search({
    filter: EVERYTHING,
    sort: { key: 'CREATED_AT', descending: false },
    nested: false,
    limit: 100,
    start: { offset: 0 },
    facets: null,
    ...question,
  })

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
  'any filter equals a plain look at every row (seed %i)',
  (seed) => {
    const chance = new Chance(seed)
    const count = 40
    plantConversations(chance, count)
    index.writer.removeSightings('a', ['c7', 'c8'])
    const all = index
      .reader()
      .batch(Array.from({ length: count }, (_, number) => `c${number}`))
      .items.filter((row) => row !== null)
    if (chance.happens(0.5)) while (index.writer.buildText());
    for (let round = 0; round < 25; round++) {
      const filter = filterFrom(chance)
      const sort = { key: chance.pick(KEYS), descending: chance.happens(0.5) }
      const nested = chance.happens(0.5)
      const limit = 1 + chance.below(9)
      const matching = all.filter((row) => passes(row, filter))
      const expected = sorted(naiveRows(matching, nested), sort)
      const question = { filter, sort, nested, limit }
      const forwards: string[] = []
      let page = ask({ ...question, facets: { fields: FACET_FIELDS, prefix: null, limit: 100 } })
      const { facets } = page
      for (;;) {
        expect([page.total, page.totalRows, page.rank, page.hasPrevious]).toEqual([
          matching.length,
          expected.length,
          page.items.length === 0 ? null : forwards.length + 1,
          forwards.length > 0,
        ])
        forwards.push(...ids(page))
        if (!page.hasNext) break
        page = ask({ ...question, start: { after: cursorAt(page, -1) } })
      }
      expect(forwards).toEqual(expected)
      let backwards = ids(page)
      while (page.hasPrevious) {
        page = ask({ ...question, start: { before: cursorAt(page, 0) } })
        backwards = [...ids(page), ...backwards]
        expect(page.rank).toBe(expected.indexOf(ids(page)[0] ?? '') + 1)
      }
      expect(backwards).toEqual(expected)
      const offset = chance.below(count)
      expect(ids(ask({ ...question, start: { offset } }))).toEqual(expected.slice(offset, offset + limit))
      for (const field of FACET_FIELDS) {
        const counts = new Map<FilterValue, number>()
        for (const row of all.filter((one) => passes(one, filter, field)))
          for (const value of valuesOf(row, field)) counts.set(value, (counts.get(value) ?? 0) + 1)
        const listed = facets?.facets[field]?.values ?? []
        expect(new Map(listed.filter((value) => value.count > 0).map((value) => [value.value, value.count]))).toEqual(
          counts,
        )
        for (const chosen of filter.values[field]?.include ?? [])
          expect(listed.map(({ value }) => value)).toContain(chosen)
      }
      const one = chance.below(count)
      const neighbours = index.reader().neighbours(`c${one}`, filter, sort, nested)
      const at = expected.indexOf(`c${one}`)
      if (at === -1) continue
      expect([neighbours?.previous?.id, neighbours?.position, neighbours?.next?.id, neighbours?.total]).toEqual([
        expected[at - 1],
        at + 1,
        expected[at + 1],
        expected.length,
      ])
    }
  },
)

describe('nesting', () => {
  const rows = (filter: ConversationFilter = EVERYTHING) => ids(ask({ filter, nested: true }))
  const parents: Record<string, string | null> = {
    a: null,
    b: 'a',
    c: 'b',
    orphan: 'gone',
    r1: 'r2',
    r2: 'r1',
    tail: 'r2',
    self: 'self',
  }

  test('children are folded, orphans, grandchildren without parent and rings are not lost', () => {
    for (const [id, parent] of Object.entries(parents))
      index.plant(id, { parentConversationId: parent, title: id === 'b' ? 'no' : 'yes' })
    expect(rows()).toEqual(['a', 'orphan', 'r1', 'self'])
    expect(rows({ ...EVERYTHING, title: ['yes'] })).toEqual(['a', 'c', 'orphan', 'r1', 'self'])
  })
})

describe('facets', () => {
  const facet = (filter: ConversationFilter, prefix: string | null, limit: number) =>
    index.reader().facets(filter, { fields: ['selected_repository', 'status'], prefix, limit }).facets

  beforeEach(() => {
    for (const [id, repository] of ['o/b', 'o/b', 'o/a', 'x/o', 'o/c'].entries())
      index.plant(`${id}`, { selectedRepository: repository })
  })

  test('the most frequent values come first, the rest is counted', () => {
    expect(facet(EVERYTHING, null, 2).selected_repository).toEqual({
      values: [
        { value: 'o/b', count: 2 },
        { value: 'o/a', count: 1 },
      ],
      distinct: 4,
      other_count: 2,
    })
  })

  test('chosen values are listed however few rows they have, and beyond any limit or prefix', () => {
    const filter = { ...EVERYTHING, values: { selected_repository: { include: ['x/o', 'no/where'], exclude: [] } } }
    // A chosen value that the words find stands with those found; one that is listed only because it is chosen comes last.
    expect(facet(filter, 'o/', 1).selected_repository?.values.map(({ value }) => value)).toEqual([
      'o/b',
      'no/where',
      'x/o',
    ])
  })

  test('values that start with the prefix come before those that hold it', () => {
    expect(facet(EVERYTHING, 'O', 12).selected_repository?.values.map(({ value }) => value)).toEqual([
      'o/b',
      'o/a',
      'o/c',
      'x/o',
    ])
  })

  test('all nine statuses are there, zeros too', () => {
    expect(facet(EVERYTHING, null, 1).status?.values).toHaveLength(9)
  })
})

test('pages by title go on behind titles that are longer than a URL', () => {
  const long = '🙂'.repeat(20_000)
  for (const id of ['a', 'b', 'c']) index.plant(id, { title: id === 'b' ? long : `${long}${id}` })
  const sort = { key: 'TITLE', descending: false } as const
  const first = ask({ sort, limit: 2 })
  expect(JSON.stringify(first.cursors).length).toBeLessThan(2000)
  expect([...ids(first), ...ids(ask({ sort, start: { after: cursorAt(first, -1) } }))]).toEqual(['a', 'b', 'c'])
})
