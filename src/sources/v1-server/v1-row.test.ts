import { describe, expect, test } from 'vitest'
import { toJsonObject } from '../json-value.ts'
import { recordedRows } from './planted-v1-adapter.ts'
import usedApi from './used-api.json' with { type: 'json' }
import { toV1Row } from './v1-row.ts'

const [first] = recordedRows()
const recordOf = (fields: Record<string, unknown>) => toV1Row({ ...first, ...fields })?.record

describe('a row', () => {
  test('says of a conversation what its server knows', () => {
    const row = recordedRows().find(({ id }) => id === 'a6c0d8b17e304c04a908f4a94e542fd3')
    expect(toV1Row(row)).toEqual({
      isLive: false,
      subConversationIds: [],
      record: {
        id: 'a6c0d8b17e304c04a908f4a94e542fd3',
        title: 'Tagged automation run',
        status: 'unknown',
        statusReason: 'Its events, which tell its status, have not been read yet',
        nativeStatus: null,
        statusUntil: null,
        statusAfter: null,
        trigger: null,
        selectedRepository: 'globex/api-gateway',
        selectedBranch: row?.['selected_branch'],
        gitProvider: row?.['git_provider'],
        prNumbers: [],
        llmModel: row?.['llm_model'],
        accumulatedCost: null,
        tokenUsage: null,
        createdAt: Date.parse(String(row?.['created_at'])),
        updatedAt: Date.parse(String(row?.['updated_at'])),
        parentConversationId: null,
        forkedFromConversationId: null,
        tags: row?.['tags'],
        workingDir: null,
        sandboxStatus: 'MISSING',
        leafEventId: null,
        unreadable: [],
      },
    })
  })

  test('keeps the title as it is, and none that is blank', () => {
    expect([recordOf({ title: ' a ' })?.title, recordOf({ title: '  ' })?.title]).toEqual([' a ', null])
  })

  test('believes its sandbox alone, and only while that runs', () => {
    const statusOf = (sandbox_status: unknown, execution_status: unknown) =>
      recordOf({ sandbox_status, execution_status })?.status
    expect(statusOf('RUNNING', 'running')).toBe('running')
    expect(statusOf('RUNNING', 'stuck')).toBe('stuck')
    expect(statusOf('RUNNING', null)).toBe('unknown')
    expect(statusOf('PAUSED', 'running')).toBe('unknown')
    expect(recordOf({ sandbox_status: 'RUNNING', execution_status: 'dreaming' })).toMatchObject({
      status: 'unknown',
      nativeStatus: 'dreaming',
    })
  })

  test('keeps a sandbox state that nobody has seen before', () => {
    expect(recordOf({ sandbox_status: 'FROZEN' })?.sandboxStatus).toBe('FROZEN')
  })

  test('states cost and tokens above zero alone: zeros mean that nobody counted', () => {
    const usage = { prompt_tokens: 7, completion_tokens: 0 }
    const metrics = { accumulated_cost: 0.5, accumulated_token_usage: usage }
    expect(recordOf({ metrics })).toMatchObject({ accumulatedCost: 0.5, tokenUsage: { prompt_tokens: 7 } })
    expect(recordOf({ metrics: null })).toMatchObject({ accumulatedCost: null, tokenUsage: null })
  })

  test('keeps numbers of pull requests, and tags without credentials', () => {
    const row = recordOf({ pr_number: [7, '8', 7, null, 9], tags: { team: 'a', api_key: 'canary' } })
    expect(row).toMatchObject({ prNumbers: [7, 9], tags: { team: 'a' } })
  })

  test('keeps neither the key of its sandbox nor its address', () => {
    const secret = { session_api_key: 'canary', conversation_url: 'http://canary', created_by_user_id: 'canary' }
    expect(JSON.stringify(toV1Row({ ...first, ...secret }))).not.toContain('canary')
  })

  test('of a server that knows no sub-conversations names none', () => {
    expect(toV1Row({ ...first, sub_conversation_ids: undefined })?.subConversationIds).toBeNull()
    const ids = ['185D30CF-4059-410c-a32b-cdda0629d4d6', 7]
    expect(toV1Row({ ...first, sub_conversation_ids: ids })?.subConversationIds).toEqual([
      '185d30cf4059410ca32bcdda0629d4d6',
    ])
  })

  test.each([[null], [[]], ['row'], [{}], [{ id: 7 }], [{ id: ' ' }]])('that is %j is none', (value) => {
    expect(toV1Row(value)).toBeNull()
  })
})

test('the fields that are read are those that are looked for in the documents of servers', () => {
  const read = (into: Set<string>, value: object): object =>
    new Proxy(value, {
      get: (target: object, key) => {
        into.add(String(key))
        const field: unknown = Reflect.get(target, key)
        return key === 'metrics' ? read(metrics, toJsonObject(field) ?? {}) : field
      },
    })
  const metrics = new Set<string>()
  const fields = new Set<string>()
  toV1Row(read(fields, { ...first }))
  const rows = [usedApi['/api/v1/app-conversations/search'], usedApi['/api/v1/app-conversations']]
  const steps = rows
    .flatMap(({ answer }) => Object.keys(answer))
    .filter((field) => field !== 'next_page_id')
    .map((field) => field.split('.').slice(1))
  expect(fields).toEqual(new Set(steps.map(([name]) => name)))
  expect(metrics).toEqual(new Set(steps.flatMap(([name, part]) => (name === 'metrics' ? [part] : []))))
})
