import type { ConversationId } from '../source.ts'
import type { V1Access } from './v1-asking.ts'
import { askRows } from './v1-batch.ts'
import { toV1Row } from './v1-row.ts'

/**
 * Rows of the sub-conversations of those walked, of theirs, and so on, which not every server lists: only a row that is asked for by its
 * id names them. They are added to those walked. @throws SourceError
 */
export async function* walkSubConversations(access: V1Access, walked: Set<ConversationId>): AsyncGenerator {
  let parents: readonly ConversationId[] = [...walked]
  while (parents.length > 0) {
    const found = new Set<ConversationId>()
    for await (const [id, value] of askRows(access, parents)) {
      const row = toV1Row(value)
      if (row === null) continue
      if (!walked.has(id)) yield value
      walked.add(id)
      for (const sub of row.subConversationIds ?? []) found.add(sub)
    }
    parents = [...found].filter((id) => !walked.has(id))
  }
}
