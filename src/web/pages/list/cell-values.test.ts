import { expect, test } from 'vitest'
import { COLUMN_IDS, PINNED_COLUMNS } from '../../lib/list-columns.ts'
import { EMPTY_SEARCH, type ListSearch } from '../../lib/list-search.ts'
import { toListRecord } from '../../lib/search-params.ts'
import type { Conversation } from '../../query/conversations.ts'
import { cellValues } from './cell-values.ts'

const EMPTY: Conversation = {
  id: 'a0',
  conversation_id: 'a0',
  title: null,
  first_message: null,
  status: 'error',
  status_reason: null,
  native_status: null,
  execution_status: null,
  sandbox_status: null,
  trigger: null,
  selected_repository: null,
  selected_branch: null,
  git_provider: null,
  pr_number: [],
  llm_model: null,
  accumulated_cost: null,
  accumulated_token_usage: null,
  created_at: null,
  updated_at: null,
  last_updated_at: null,
  duration_seconds: null,
  event_count: null,
  event_count_reason: null,
  error_count: null,
  failed_command_count: null,
  unreadable_count: null,
  parent_conversation_id: null,
  sub_conversation_ids: [],
  tags: {},
  working_dir: null,
  source: 's',
  sources: [],
}

const first = (row: Conversation, column: Parameters<typeof cellValues>[1]) => cellValues(row, column)[0]
const record = (change: ((search: ListSearch) => ListSearch) | null | undefined, from: ListSearch = EMPTY_SEARCH) =>
  change ? toListRecord(change(from)) : null

test('what nobody knows has no menu; "none" can be filtered, and not copied', () => {
  const filled = [...PINNED_COLUMNS, ...COLUMN_IDS].filter((column) => cellValues(EMPTY, column).length > 0)
  expect(filled).toEqual(['status', 'repository', 'trigger', 'id', 'parent'])
  const trigger = first(EMPTY, 'trigger')
  expect(trigger?.text).toBeNull()
  expect(record(trigger?.only)).toEqual({ trigger: '(none)' })
  expect(record(trigger?.without)).toEqual({ '-trigger': '(none)' })
})

test('a repository and its branch are two values', () => {
  const values = cellValues({ ...EMPTY, selected_repository: 'o/a', selected_branch: 'x' }, 'repository')
  expect(values.map(({ name, text }) => [name, text])).toEqual([
    ['Repository', 'o/a'],
    ['Branch', 'x'],
  ])
  expect(values.map(({ only }) => record(only))).toEqual([{ repo: 'o/a' }, { branch: 'x' }])
})

test('"only" replaces the choice of that key alone, and goes to page 1', () => {
  const from: ListSearch = {
    ...EMPTY_SEARCH,
    values: {
      ...EMPTY_SEARCH.values,
      status: { include: ['stuck', 'error'], exclude: [] },
      model: { include: ['m'], exclude: [] },
    },
    page: 'p',
  }
  const status = first(EMPTY, 'status')
  expect(record(status?.only, from)).toEqual({ status: 'error', model: 'm' })
  // Of several that are asked for, the others are left.
  expect(record(status?.without, from)).toEqual({ status: 'stuck', model: 'm' })
  const alone = status?.only?.(from) ?? from
  expect(record(status?.without, alone)).toEqual({ '-status': 'error', model: 'm' })
  const without = status?.without?.(alone) ?? from
  expect(record(status?.without, without)).toEqual({ '-status': 'error', model: 'm' })
})

test('a title is filtered as a text; a first message stands in for it', () => {
  const title = first({ ...EMPTY, first_message: ' Fix it ' }, 'title')
  expect(record(title?.only)).toEqual({ title: 'Fix it' })
  expect(record(title?.without)).toEqual({ '-title': 'Fix it' })
  expect(title?.text).toBe(' Fix it ')
})

test('numbers and times are copied in full', () => {
  const row: Conversation = {
    ...EMPTY,
    event_count: 14_881,
    accumulated_cost: 0.0312,
    updated_at: '2026-11-22T14:02:05Z',
    pr_number: [7, 9],
    accumulated_token_usage: {
      prompt_tokens: 1,
      completion_tokens: 2,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      reasoning_tokens: 0,
    },
  }
  const texts = (['events', 'cost', 'updated', 'pr', 'tokens'] as const).map((column) => first(row, column)?.text)
  expect(texts).toEqual(['14881', '0.0312', '2026-11-22T14:02:05Z', '#7, #9', '3'])
  expect(first(row, 'cost')?.only).toBeNull()
})
