import { sumCost, sumTokens } from '../conversation-record.ts'
import { lasting, statedStatus } from '../conversation-status.ts'
import { toFilledText, toJsonObject } from '../json-value.ts'
import type { ToldByEvents } from '../source.ts'

/** What is known of a conversation without an event. */
export const TOLD_BY_NONE: ToldByEvents = {
  status: lasting('unknown', 'It has no events yet, which tell its status', null),
}

/** What is known before an event has told more. */
export const TOLD_BY_OTHERS: ToldByEvents = { status: lasting('unknown', 'None of its events states one', null) }

/**
 * What events of one conversation, in order, tell of it, by the rules of a V1 directory: the last `execution_status` and the last `stats`
 * count. What `full_state` repeats is left alone.
 */
export function toTold(events: readonly unknown[]): ToldByEvents {
  let told: ToldByEvents = {}
  for (const value of events) {
    const event = toJsonObject(value)
    if (event?.['kind'] !== 'ConversationStateUpdateEvent') continue
    const word = event['key'] === 'execution_status' ? toFilledText(event['value']) : null
    if (word !== null) told = { ...told, status: toStatus(word) }
    const stats = event['key'] === 'stats' ? toJsonObject(event['value']) : null
    if (stats !== null) told = { ...told, accumulatedCost: sumCost(stats), tokenUsage: sumTokens(stats) }
  }
  return told
}

function toStatus(word: string): NonNullable<ToldByEvents['status']> {
  if (word !== 'running') return statedStatus(word)
  const reason = 'The last word of its events is running, and its server does not say that it still is: it was cut off'
  return lasting('unknown', reason, word)
}
