import { toConversationFilter } from './conversation-questions.ts'
import { toAsOf } from './conversation-routes.ts'
import type { Handlers } from './routes.ts'

/** The handlers of what conversations come to together. */
export const figureRoutes: Pick<Handlers, 'getConversationHistogram' | 'getConversationSums'> = {
  async getConversationHistogram({ values, nowMs, index, signal }) {
    const filter = toConversationFilter(values, { nowMs, timeZone: values.time_zone })
    const { revision, bucket_seconds, buckets, outside } = await index.histogram(filter, signal)
    const toBucket = ({ start, counts }: (typeof buckets)[number]) => ({ start: toAsOf(start), counts: { ...counts } })
    return { revision, body: { bucket_seconds, buckets: buckets.map(toBucket), outside } }
  },

  async getConversationSums({ values, nowMs, index, signal }) {
    const filter = toConversationFilter(values, { nowMs, timeZone: values.time_zone })
    const { revision, accumulated_cost, total_tokens, event_count } = await index.sums(filter, signal)
    const body = {
      accumulated_cost: { ...accumulated_cost },
      total_tokens: { ...total_tokens },
      event_count: { ...event_count },
      as_of: toAsOf(nowMs),
    }
    return { revision, body }
  },
}
