import { expect, test } from 'vitest'
import { TAG_FIELDS, toConversationId, toConversationRecord } from './conversation-record.ts'
import { toStatus } from './conversation-status.ts'
import type { JsonObject } from './json-value.ts'

function statusOf(base: JsonObject | null) {
  return toStatus({ base, baseProblem: 'gone', leaseUntil: null, lastWrite: 0, now: 1_000_000 })
}

function recordOf(base: JsonObject | null, meta: JsonObject | null = null, tagFields = TAG_FIELDS) {
  return toConversationRecord('x', { base, meta }, statusOf(base), [], tagFields)
}

test.each([
  [{ execution_status: 'finished' }, 'finished', 'finished'],
  [{ agent_status: 'paused' }, 'paused', 'paused'],
  [{}, 'idle', null],
  [{ execution_status: 'dreaming' }, 'unknown', 'dreaming'],
  [{ execution_status: 'unknown' }, 'unknown', 'unknown'],
  [{ execution_status: 7 }, 'unknown', null],
  [null, 'unknown', null],
])('status of %j', (base, status, nativeStatus) => {
  const found = statusOf(base)
  expect(found).toMatchObject({ status, nativeStatus, statusUntil: null })
  expect(found.statusReason === null).toBe(status !== 'unknown')
})

test("the base state's tags win, fill the fields and stay tags", () => {
  const tags = {
    repo: 'octo/shop',
    branch: ' main ',
    trigger: 'resolver',
    gitprovider: 'github',
    pr: '#412, 415',
    own: 'yes',
  }
  expect(recordOf({ tags }, { tags: { repo: 'stale', old: 'x' } })).toMatchObject({
    selectedRepository: 'octo/shop',
    selectedBranch: 'main',
    trigger: 'resolver',
    gitProvider: 'github',
    prNumbers: [412, 415],
    tags,
  })
  expect(recordOf(null, { tags: { repository: 'octo/docs', repo: ' ' } }).selectedRepository).toBe('octo/docs')
  expect(
    recordOf({ tags: { project: 'p' } }, null, { ...TAG_FIELDS, selectedRepository: ['project'] }).selectedRepository,
  ).toBe('p')
})

test('no repository is invented, and hostile tags do no harm', () => {
  const hostile: JsonObject = JSON.parse(
    '{"tags": {"__proto__": "x", "n": 3, "o": {}, "api_key": "canary"}, "workspace": {"working_dir": "/srv/shop"}}',
  )
  const record = recordOf(hostile)
  expect(record).toMatchObject({ selectedRepository: null, trigger: null, prNumbers: [], workingDir: '/srv/shop' })
  expect(record.tags).toEqual({ n: '3' })
})

test('cost and tokens are summed over usages; empty is 0, absent is unknown', () => {
  const usage = (cost: unknown, tokens: number) => ({
    accumulated_cost: cost,
    accumulated_token_usage: { prompt_tokens: tokens },
  })
  const stats = { usage_to_metrics: { agent: usage(0.25, 10), condenser: usage(0.5, 5), torn: null } }
  expect(recordOf({ stats })).toMatchObject({
    accumulatedCost: 0.75,
    tokenUsage: { prompt_tokens: 15, reasoning_tokens: 0 },
  })
  expect(recordOf({ stats: { usage_to_metrics: {} } })).toMatchObject({
    accumulatedCost: 0,
    tokenUsage: { prompt_tokens: 0 },
  })
  expect(recordOf({ stats: { usage_to_metrics: { agent: usage('dear', 1) } } }).accumulatedCost).toBeNull()
  expect(recordOf({})).toMatchObject({ accumulatedCost: null, tokenUsage: null })
})

test('the model is the one that works: of the LLM, of an ACP agent its own', () => {
  expect(recordOf({ agent: { llm: { model: 'm' } } }).llmModel).toBe('m')
  expect(recordOf(null, { agent: { llm: { model: 'old' } } }).llmModel).toBe('old')
  const agent = { kind: 'ACPAgent', acp_model: 'acp', llm: { model: 'placeholder' } }
  expect(recordOf({ agent }).llmModel).toBe('acp')
  expect(recordOf({ agent, current_model_id: 'now' }).llmModel).toBe('now')
})

test('times, ids and title of meta.json', () => {
  const meta = {
    title: '  ',
    created_at: '2026-11-22T15:00:00.5Z',
    updated_at: '2026-11-22T16:00:00',
    parent_conversation_id: '594C8D08-6531-4a36-8e66-75f78134c4b8',
    forked_from_conversation_id: 'not a uuid',
  }
  expect(recordOf({ leaf_event_id: 'leaf' }, meta)).toMatchObject({
    title: null,
    createdAt: Date.UTC(2026, 10, 22, 15, 0, 0, 500),
    updatedAt: Date.UTC(2026, 10, 22, 16),
    parentConversationId: '594c8d0865314a368e6675f78134c4b8',
    forkedFromConversationId: 'not a uuid',
    leafEventId: 'leaf',
  })
  expect(recordOf(null, { title: ' Two words ' }).title).toBe('Two words')
  expect(toConversationId(12)).toBeNull()
})

test('a field of a wrong type is as good as absent', () => {
  const wrong = {
    title: 1,
    tags: [],
    stats: 'x',
    agent: 'x',
    workspace: [],
    leaf_event_id: {},
    created_at: 5,
    parent_conversation_id: [],
  }
  expect(recordOf(wrong, wrong)).toMatchObject({
    title: null,
    tags: {},
    accumulatedCost: null,
    llmModel: null,
    workingDir: null,
    leafEventId: null,
    createdAt: null,
    parentConversationId: null,
  })
})
