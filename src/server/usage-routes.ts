import type { ConversationRow } from '../index/conversation-port.ts'
import type { EventRow } from '../index/event-port.ts'
import { toJsonObject } from '../sources/json-value.ts'
import { toWireMicroseconds } from './event-wire.ts'
import type { Success } from './operations.ts'
import { notFound } from './refusals.ts'
import type { Asked, Handlers } from './routes.ts'
import { sumUsages, toModelUsages, type ModelUsage } from './usage.ts'

type Usage = Success<'getUsage'>

/** What one event said of the whole so far. */
interface Told {
  readonly event: EventRow
  readonly usages: readonly ModelUsage[]
}

/** The handler of what a conversation cost. */
export const usageRoutes: Pick<Handlers, 'getUsage'> = {
  async getUsage(asked) {
    const { values, index, signal } = asked
    const answer = await index.usage(values.conversation_id, signal)
    if (answer === null) throw notFound()
    const told = await readTold(asked, answer.source, answer.tellers)
    const body: Usage = {
      models: await toModels(asked, told.at(-1)?.usages),
      over_time: told.flatMap(({ event, usages }) => {
        const timestamp = event.timestamp === null ? null : toWireMicroseconds(event.timestamp)
        return timestamp === null ? [] : [{ timestamp, ...sumUsages(usages) }]
      }),
      tools: answer.tools.map((tool) => ({ ...tool })),
      slowest: answer.slowest.map((step) => ({ ...step })),
    }
    return { revision: answer.revision, body }
  },
}

async function readTold(
  { values, writeEvents, signal }: Asked<'getUsage'>,
  source: string,
  events: readonly EventRow[],
): Promise<Told[]> {
  const wanted = events.map(({ id, seq, locator }) => ({ place: { id, seq, locator }, own: null }))
  const written = await writeEvents(source, values.conversation_id, wanted, signal)
  return events.flatMap((event, at) => {
    const body = toJsonObject(JSON.parse(Buffer.from(written[at] ?? []).toString('utf8') || 'null'))
    const usages = body === null ? null : toModelUsages(body)
    return usages === null ? [] : [{ event, usages }]
  })
}

/**
 * By model as the events say it where that comes to what the list shows; else one entry for all models, as the source says (the events
 * of a fork are those of its origin, its cost is its own). None where nobody says anything.
 */
async function toModels(
  { values, index, signal }: Asked<'getUsage'>,
  told: readonly ModelUsage[] | undefined,
): Promise<ModelUsage[]> {
  const [row] = (await index.batch([values.conversation_id], signal)).items
  const whole = row ? toWhole(row) : null
  if (told !== undefined && agrees(told, whole?.cost ?? null)) return [...told]
  return whole === null ? [] : [whole]
}

/** To the rounding of sums. */
function agrees(told: readonly ModelUsage[], costUsd: number | null): boolean {
  return costUsd === null || Math.abs((sumUsages(told).cost ?? 0) - costUsd) < 1e-9
}

function toWhole({ llm_model: model, accumulated_cost: cost, accumulated_token_usage: tokens }: ConversationRow) {
  if (cost === null && tokens === null) return null
  const { prompt_tokens = null, completion_tokens = null } = tokens ?? {}
  return { model, cost, prompt_tokens, completion_tokens }
}
