import { expect, test } from 'vitest'
import { recordOf, temporaryDirectory } from '../planted-conversation.ts'
import { openPlantedV0, plantMetadata, plantV0Event, stateEvent } from './planted-v0.ts'

const THINK = { action: 'think', args: { thought: 'hm' } }
const TOTALS = { accumulated_cost: 1, prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }

test.each([
  ['awaiting_user_input', 'idle'],
  ['awaiting_user_confirmation', 'waiting_for_confirmation'],
  ['paused', 'paused'],
  ['finished', 'finished'],
  ['rejected', 'finished'],
  ['error', 'error'],
  ['loading', 'unknown'],
  ['running', 'unknown'],
  ['rate_limited', 'unknown'],
  ['user_confirmed', 'unknown'],
  ['user_rejected', 'unknown'],
  ['dreaming', 'unknown'],
])('the agent state %s is %s, also when the loop was closed afterwards', async (word, status) => {
  const root = temporaryDirectory()
  plantV0Event(root, 'a', 0, stateEvent('finished'))
  plantV0Event(root, 'a', 1, stateEvent(word))
  plantV0Event(root, 'a', 2, stateEvent('stopped'))
  const record = await recordOf(openPlantedV0(root), 'a')
  expect(record).toMatchObject({ status, nativeStatus: word, statusUntil: null })
  expect(record.statusReason === null).toBe(status !== 'unknown')
})

test('no state at all is idle; an error says its reason', async () => {
  const root = temporaryDirectory()
  plantV0Event(root, 'none', 0, stateEvent('stopped'))
  plantV0Event(root, 'bad', 0, stateEvent('error', 'STATUS$ERROR_LLM_OUT_OF_CREDITS'))
  const source = openPlantedV0(root)
  expect(await recordOf(source, 'none')).toMatchObject({ status: 'idle', nativeStatus: null })
  expect((await recordOf(source, 'bad')).statusReason).toBe('STATUS$ERROR_LLM_OUT_OF_CREDITS')
})

test('the newest state is found from the end; later looks read new events alone', async () => {
  const root = temporaryDirectory()
  plantMetadata(root, 'a', TOTALS)
  plantV0Event(root, 'a', 0, stateEvent('running'))
  for (let seq = 1; seq < 20; seq += 1) plantV0Event(root, 'a', seq, THINK)
  const source = openPlantedV0(root)
  const readsOf = async (status: string): Promise<number> => {
    const before = source.work.eventFilesRead
    expect((await recordOf(source, 'a')).status).toBe(status)
    return source.work.eventFilesRead - before
  }
  expect(await readsOf('unknown')).toBe(20)
  expect(await readsOf('unknown')).toBe(0)
  plantV0Event(root, 'a', 20, THINK)
  expect(await readsOf('unknown')).toBe(1)
  plantV0Event(root, 'a', 21, '{"id"')
  expect(await readsOf('unknown')).toBe(1)
  plantV0Event(root, 'a', 21, stateEvent('paused'))
  expect(await readsOf('paused')).toBe(1)
})

test('cost and tokens: the file where above zero, else the newest metrics, else what the file says', async () => {
  const root = temporaryDirectory()
  const metrics = (cost: number) => ({
    ...THINK,
    llm_metrics: { accumulated_cost: cost, accumulated_token_usage: { prompt_tokens: 30, cache_read_tokens: 5 } },
  })
  const ZEROS = { accumulated_cost: 0, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
  for (const [id, metadata] of [
    ['stated', TOTALS],
    ['zeros', ZEROS],
    ['missing', null],
  ] as const) {
    plantMetadata(root, id, metadata)
    plantV0Event(root, id, 0, metrics(0.25))
    plantV0Event(root, id, 1, metrics(0.5))
    plantV0Event(root, id, 2, THINK)
  }
  plantMetadata(root, 'nothing', ZEROS)
  plantMetadata(root, 'torn', '{"accum')
  const source = openPlantedV0(root)
  const totalsOf = async (id: string): Promise<unknown[]> => {
    const { accumulatedCost, tokenUsage } = await recordOf(source, id)
    return [accumulatedCost, tokenUsage?.prompt_tokens ?? null, tokenUsage?.cache_read_tokens ?? null]
  }
  expect(await totalsOf('stated')).toEqual([1, 3, 0])
  expect(await totalsOf('zeros')).toEqual([0.5, 30, 5])
  expect(await totalsOf('missing')).toEqual([0.5, 30, 5])
  expect(await totalsOf('nothing')).toEqual([0, 0, 0])
  expect(await totalsOf('torn')).toEqual([null, null, null])
})

test('metadata: times without a zone are UTC, blanks are null, wrong types are as good as absent', async () => {
  const root = temporaryDirectory()
  plantMetadata(root, 'a', {
    title: ' ',
    created_at: '2026-11-18T10:21:32',
    last_updated_at: 5,
    pr_number: [7, '8', 7, null],
  })
  plantMetadata(root, 'b', { title: '(null) ', trigger: 'automation', pr_number: 4, selected_repository: ' acme/shop' })
  const source = openPlantedV0(root)
  expect(await recordOf(source, 'a')).toMatchObject({
    title: null,
    createdAt: Date.UTC(2026, 10, 18, 10, 21, 32),
    updatedAt: null,
    prNumbers: [7],
  })
  expect(await recordOf(source, 'b')).toMatchObject({
    title: '(null) ',
    trigger: 'automation',
    selectedRepository: 'acme/shop',
    prNumbers: [],
  })
})
