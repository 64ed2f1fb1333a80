import { toConversationId } from '../conversation-record.ts'
import { toJsonObject } from '../json-value.ts'
import type { ConversationId } from '../source.ts'
import { askJson, isOfSomeItem, oddAnswer, type V1Access } from './v1-asking.ts'

/** The server takes up to 99, and asks the sandboxes of all of them. */
const BATCH_IDS = 50
/** Failures in a row after which it is not one row that the server fails on, but all. One row among fifty takes seven. */
const MOST_FAILURES = 14

const BATCH = '/api/v1/app-conversations'

/**
 * Rows by their ids; null: the server has no such conversation. One that it fails on is left out, and takes no other with it.
 * @throws SourceError
 */
export async function* askRows(
  access: V1Access,
  ids: readonly ConversationId[],
): AsyncGenerator<readonly [ConversationId, unknown]> {
  // Another id, of a V0 conversation, would fail the whole request.
  for (const id of ids) if (!isAskable(id)) yield [id, null]
  const askable = ids.filter(isAskable)
  const batches: (readonly ConversationId[])[] = []
  for (let start = 0; start < askable.length; start += BATCH_IDS) batches.push(askable.slice(start, start + BATCH_IDS))
  let failures = 0
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    let json: unknown
    try {
      json = (await askJson(access, BATCH, { ids: batch })).json
    } catch (error) {
      failures += 1
      if (!isOfSomeItem(error) || failures > MOST_FAILURES) throw error
      const half = Math.ceil(batch.length / 2)
      if (batch.length > 1) batches.unshift(batch.slice(0, half), batch.slice(half))
      continue
    }
    failures = 0
    if (!Array.isArray(json) || json.length !== batch.length) throw oddAnswer(access, BATCH)
    for (const [at, id] of batch.entries()) {
      const row: unknown = json[at]
      if (row === null || toConversationId(toJsonObject(row)?.['id']) === id) yield [id, row]
    }
  }
}

function isAskable(id: ConversationId): boolean {
  return /^[0-9a-f]{32}$/.test(id)
}
