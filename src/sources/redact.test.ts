import { expect, test } from 'vitest'
import { isCredentialKey, MASK, redactEvent, redactText } from './redact.ts'

const FERNET = `gAAAAA${'Bq1_-'.repeat(20)}==`

test.each([
  'api_key',
  'apiKey',
  'LLM_API_KEY',
  'x-api-key',
  'session_api_key',
  'aws_access_key_id',
  'aws_region_name',
  'secret',
  'secret_sources',
  'secret_registry',
  'clientSecret',
  'password',
  'authorization',
  'Proxy-Authorization',
  'token',
  'access_token',
  'GITHUB_TOKEN',
  'authToken',
  'private_key',
  'cookie',
])('%s names a credential', (key) => {
  expect(isCredentialKey(key)).toBe(true)
})

test.each([
  'prompt_tokens',
  'completion_tokens',
  'accumulated_token_usage',
  'per_turn_token',
  'token_usages',
  'next_page_token',
  'input_cost_per_token',
  'max_output_tokens',
  'eos_token',
  'author',
  'path',
  'key',
  'tokenizer',
])('%s does not', (key) => {
  expect(isCredentialKey(key)).toBe(false)
})

test('values under credential keys are masked at every depth, empty ones and numbers stay', () => {
  const event = {
    a: [{ api_key: 'canary', token: '', password: null, secrets: {}, secrets_encrypted: false }],
    aws_x: { y: 'canary' },
  }
  expect(redactEvent(event)).toEqual({
    a: [{ api_key: MASK, token: '', password: null, secrets: {}, secrets_encrypted: false }],
    aws_x: MASK,
  })
  expect(JSON.stringify(event)).toContain('canary')
})

test('a value that is named beside it is masked', () => {
  const headers = [
    { name: 'Authorization', value: 'Bearer canary' },
    { name: 'Accept', value: 'text/html' },
  ]
  expect(redactEvent({ headers })).toEqual({
    headers: [
      { name: 'Authorization', value: MASK },
      { name: 'Accept', value: 'text/html' },
    ],
  })
  expect(
    redactEvent({ kind: 'ConversationStateUpdateEvent', key: 'secret_registry', value: { x: 'canary' } }),
  ).toMatchObject({ value: MASK })
})

test('Fernet tokens go wherever they stand, what an agent typed stays', () => {
  expect(redactText(`key ${FERNET}, gAAAAA short`)).toBe('key [redacted], gAAAAA short')
  const event = { text: [`a ${FERNET} b`], [FERNET]: 1, said: 'canary-secret-in-output' }
  expect(redactEvent(event)).toEqual({ text: ['a [redacted] b'], '[redacted]': 1, said: 'canary-secret-in-output' })
})

test('arguments are JSON in a string: credentials in there are masked, the rest is untouched', () => {
  const call = (text: string) => redactEvent({ tool_call: { arguments: text } })
  expect(call('{"url": "x", "api_key": "canary"}')).toEqual({
    tool_call: { arguments: `{"url":"x","api_key":"${MASK}"}` },
  })
  expect(call('{"url":  "x"}')).toEqual({ tool_call: { arguments: '{"url":  "x"}' } })
  expect(call('not json')).toEqual({ tool_call: { arguments: 'not json' } })
  expect(JSON.stringify(call(`${'{"a":'.repeat(20_000)}{"api_key":"canary"}${'}'.repeat(20_000)}`))).not.toContain(
    'canary',
  )
})

test('a full state keeps status and stats only, encrypted reasoning goes', () => {
  const value = {
    execution_status: 'idle',
    stats: { usage_to_metrics: {} },
    agent: { llm: { model: 'm' } },
    secret_registry: {},
  }
  const event = { kind: 'ConversationStateUpdateEvent', key: 'full_state', value }
  expect(redactEvent(event)).toEqual({ ...event, value: { execution_status: 'idle', stats: { usage_to_metrics: {} } } })
  expect(redactEvent({ item: { encrypted_content: 'x', summary: ['y'] } })).toEqual({ item: { summary: ['y'] } })
})

test('the log of a completion is JSON in a string, as arguments are', () => {
  const log = { kind: 'LLMCompletionLogEvent', log_data: JSON.stringify({ model: 'm', api_key: 'canary', cost: 1 }) }
  expect(redactEvent(log)).toEqual({ ...log, log_data: JSON.stringify({ model: 'm', api_key: MASK, cost: 1 }) })
})

test('no key reaches a prototype', () => {
  const redacted = redactEvent(
    JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  )
  expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype)
  expect(Object.keys(redacted)).toEqual(['constructor'])
  expect('polluted' in {}).toBe(false)
})

test('nesting costs no stack', () => {
  const deep: unknown = JSON.parse(`{"a":${'['.repeat(50_000)}"${FERNET}"${']'.repeat(50_000)}}`)
  const written = JSON.stringify(redactEvent({ deep, text: 'kept' }))
  expect(written).toContain('[nested more than 1,000 levels deep]')
  expect(written).toContain('kept')
  expect(written).not.toContain('gAAAAA')
})
