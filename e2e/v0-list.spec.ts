import { copyFixture, expect, startLookout, test } from './lookout.ts'

test('V0’s list tells the conversations that V0 wrote from all others', async () => {
  const lookout = await startLookout({
    sources: [await copyFixture('app-server-v0'), await copyFixture('agent-server-1.58.0')],
  })
  const versions = async () => {
    const reply = await fetch(`${lookout.url}/api/conversations?limit=1000`)
    // The shape of the reply is what the contract tests prove.
    const { results } = (await reply.json()) as { results: readonly { readonly conversation_version: string }[] }
    const count = (version: string) => results.filter((row) => row.conversation_version === version).length
    return { V0: count('V0'), V1: count('V1') }
  }
  try {
    await expect.poll(versions).toEqual({ V0: 51, V1: 21 })
  } finally {
    await lookout.stop()
  }
})
