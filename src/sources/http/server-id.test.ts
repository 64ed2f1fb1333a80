import { expect, test } from 'vitest'
import { isKeyVariable, keyVariableOf, serverIdFor } from './server-id.ts'

test.each([
  ['http://127.0.0.1:8000', undefined, '127-0-0-1-8000', 'LOOKOUT_KEY_127_0_0_1_8000'],
  ['https://app.example.dev', undefined, 'app-example-dev', 'LOOKOUT_KEY_APP_EXAMPLE_DEV'],
  ['https://app.example.dev:443/', undefined, 'app-example-dev', 'LOOKOUT_KEY_APP_EXAMPLE_DEV'],
  ['https://App.Example.dev/runtime/8000/', undefined, 'app-example-dev-runtime-8000', expect.any(String)],
  ['http://[::1]:8000', undefined, '1-8000', 'LOOKOUT_KEY_1_8000'],
  ['http://_', undefined, 'server', 'LOOKOUT_KEY_SERVER'],
  ['http://127.0.0.1:8000', 'Build server 2', 'build-server-2', 'LOOKOUT_KEY_BUILD_SERVER_2'],
  ['http://127.0.0.1:8000', '日本', '127-0-0-1-8000', 'LOOKOUT_KEY_127_0_0_1_8000'],
])('%s named %j is %s', (url, name, id, variable) => {
  expect(serverIdFor(new URL(url), name)).toBe(id)
  expect(keyVariableOf(id)).toEqual(variable)
  expect(isKeyVariable(keyVariableOf(id))).toBe(true)
})

test('Lookout’s own token is the key of no source', () => {
  expect(isKeyVariable('LOOKOUT_TOKEN')).toBe(false)
})
