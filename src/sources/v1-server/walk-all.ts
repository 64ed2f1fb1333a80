import type { ConversationId, Sighting } from '../source.ts'
import { askCount, type V1Access } from './v1-asking.ts'
import { toV1Row } from './v1-row.ts'
import { walkSubConversations } from './v1-sub-conversations.ts'
import { changedSince, walkRows, type RowPage } from './v1-walk.ts'

/** What a walk over all rows has found, beside them. */
export interface WalkOutcome {
  readonly walked: ReadonlySet<ConversationId>
  /** Conversations that the server counts and does not list. */
  readonly unlisted: number
  /** Rows without an id. */
  readonly nameless: number
  /** Rows that the server fails on. */
  readonly failing: number
  /** Whether rows were still moving when it ended: another walk may find more. */
  readonly isMoving: boolean
  /** When it began, by the server's clock, UTC ms; null where the server does not tell. */
  readonly startedAt: number | null
}

const COUNT = '/api/v1/app-conversations/count'

/** How many conversations the server has, sub-conversations among them. @throws SourceError */
export function countRows(access: V1Access): Promise<number> {
  return askCount(access, COUNT)
}

/**
 * All rows, each once. Where the server counts more, the missing are looked for: among those that changed meanwhile, among
 * sub-conversations that it may not list, and by a second pass, unless as many (`unlistedBefore`) could not be found before.
 * @throws SourceError
 */
export async function* walkAll(
  access: V1Access,
  unlistedBefore: number,
  see: (rows: readonly unknown[], answeredAt: number | null) => readonly Sighting[],
): AsyncGenerator<readonly Sighting[], WalkOutcome> {
  const walked = new Set<ConversationId>()
  let nameless = 0
  let failing = 0
  let startedAt: number | null = null
  let hasSubs = false
  let isMoving = false
  const take = ({ rows, answeredAt, hasMovedUp }: RowPage) => {
    isMoving ||= hasMovedUp
    const fresh = see(rows, answeredAt).filter(({ id }) => !walked.has(id))
    for (const { id } of fresh) walked.add(id)
    return fresh
  }
  for await (const page of walkRows(access, {})) {
    startedAt ??= page.answeredAt
    hasSubs ||= page.rows.some((row) => (toV1Row(row)?.subConversationIds ?? null) !== null)
    nameless += page.rows.filter((row) => toV1Row(row) === null).length
    failing += page.skipped
    yield take(page)
  }
  const findMissing = async () => Math.max(0, (await countRows(access)) - walked.size - nameless - failing)
  let missing = await findMissing()
  const isNew = () => missing > 0 && missing !== unlistedBefore
  if (isNew() && startedAt !== null) {
    for await (const page of walkRows(access, changedSince(startedAt))) yield take(page)
    missing = await findMissing()
  }
  if (isNew() && hasSubs) {
    for await (const row of walkSubConversations(access, walked)) yield see([row], null)
    missing = await findMissing()
  }
  if (isNew() || isMoving) {
    isMoving = false
    for await (const page of walkRows(access, {})) yield take(page)
    missing = await findMissing()
  }
  return { walked, unlisted: missing, nameless, failing, isMoving, startedAt }
}
