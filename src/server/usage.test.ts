import { expect, test } from 'vitest'
import { sumUsages, toModelUsages } from './usage.ts'

const metrics = (model: string, cost: unknown, prompt: unknown, completion: unknown) => ({
  model_name: model,
  accumulated_cost: cost,
  accumulated_token_usage: { prompt_tokens: prompt, completion_tokens: completion },
})
const stats = (...all: object[]) => ({ usage_to_metrics: Object.fromEntries(all.map((one, at) => [`u${at}`, one])) })

test('usages of one model are one, the dearest model comes first', () => {
  const value = stats(metrics('a', 0.5, 10, 1), metrics('b', 2, 20, 2), metrics('a', 1, 30, 3))
  const expected = [
    { model: 'b', cost: 2, prompt_tokens: 20, completion_tokens: 2 },
    { model: 'a', cost: 1.5, prompt_tokens: 40, completion_tokens: 4 },
  ]
  expect(toModelUsages({ key: 'stats', value })).toEqual(expected)
  expect(toModelUsages({ key: 'full_state', value: { stats: value } })).toEqual(expected)
  expect(sumUsages(expected)).toEqual({ cost: 3.5, tokens: 66 })
})

test('the metrics of an older server are read from its actions', () => {
  const llm_metrics = {
    accumulated_cost: 0.25,
    accumulated_token_usage: { model: 'm', prompt_tokens: 5, completion_tokens: 1 },
  }
  expect(toModelUsages({ action: 'run', llm_metrics })).toEqual([
    { model: 'm', cost: 0.25, prompt_tokens: 5, completion_tokens: 1 },
  ])
})

test('what is not said is unknown, what is of a wrong type is not said', () => {
  const value = stats(metrics('default', 'much', 1.5, -0.5), metrics('a', Number.NaN, 3, null))
  expect(toModelUsages({ key: 'stats', value })).toEqual([
    { model: null, cost: null, prompt_tokens: null, completion_tokens: null },
    { model: 'a', cost: null, prompt_tokens: 3, completion_tokens: null },
  ])
  expect(toModelUsages({ key: 'stats', value: stats() })).toEqual([])
  expect(sumUsages([])).toEqual({ cost: null, tokens: null })
  for (const event of [{}, { key: 'stats', value: null }, { key: 'status', value }, { key: 'full_state', value: 'x' }])
    expect(toModelUsages(event)).toBeNull()
})
