import { copyFixture, expect, test } from './lookout.ts'

test('V0’s list tells the conversations that V0 wrote from all others', async ({ start }) => {
  const lookout = await start({
    sources: [await copyFixture('app-server-v0'), await copyFixture('agent-server-1.58.0')],
  })
  const reply = await fetch(`${lookout.url}/api/conversations?limit=1000`)
  // The shape of the reply is what the contract tests prove.
  const { results } = (await reply.json()) as { results: readonly { readonly conversation_version: string }[] }
  const count = (version: string) => results.filter((row) => row.conversation_version === version).length
  expect({ V0: count('V0'), V1: count('V1') }).toEqual({ V0: 51, V1: 21 })
})
