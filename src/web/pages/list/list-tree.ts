import { useQuery } from '@tanstack/react-query'
import type { SearchRecord } from '../../lib/search-record.ts'
import { conversationBatch, type Conversation } from '../../query/conversations.ts'
import type { Departure, ListRows } from './list-rows.ts'

/** One row of the table: a conversation, where it stands in the tree, and what to say of it. */
export interface TableRow {
  readonly conversation: Conversation
  /** 0 for a row of the list, more for sub-conversations unfolded under it. */
  readonly depth: number
  /** Its parent where that one stands elsewhere; title null: not known (yet). */
  readonly parent: { readonly id: string; readonly title: string | null } | null
  readonly departure: Departure | null
  /** Folds or unfolds the sub-conversations; null where there are none, or where the list is flat. */
  readonly fold: { readonly isOpen: boolean; readonly toggle: () => void } | null
  /** The list's own address, which the title's link carries along. */
  readonly listRecord: SearchRecord
}

/** What `?ids=` takes at once. */
const MOST_IDS = 100

/**
 * The rows of the table: those of the page, and under each open one its sub-conversations, which are fetched by id. In a
 * filtered list every match is a row of its own; there a child names its parent and nothing is folded.
 */
export function useListTree(
  rows: ListRows,
  listRecord: SearchRecord,
  isFlat: boolean,
  open: ReadonlySet<string>,
  toggle: (id: string) => void,
): readonly TableRow[] {
  const items = rows.page?.items ?? []
  const revision = rows.live.revision
  const onPage = new Map(items.map((row) => [row.id, row]))
  const opened = isFlat ? [] : items.filter((row) => open.has(row.id)).flatMap((row) => row.sub_conversation_ids)
  const children = useQuery({ ...conversationBatch(opened.slice(0, MOST_IDS), revision), enabled: opened.length > 0 })
  // One step deeper: what is open among the children. Deeper ones are reached through the conversation itself.
  const inside = (children.data ?? []).filter((row) => open.has(row.id)).flatMap((row) => row.sub_conversation_ids)
  const grandchildren = useQuery({
    ...conversationBatch(inside.slice(0, MOST_IDS), revision),
    enabled: inside.length > 0,
  })
  const parentIds = [...new Set(items.flatMap((row) => row.parent_conversation_id ?? []))].filter(
    (id) => !onPage.has(id),
  )
  const parents = useQuery({ ...conversationBatch(parentIds.slice(0, MOST_IDS)), enabled: parentIds.length > 0 })

  const known = new Map(
    [...(children.data ?? []), ...(grandchildren.data ?? []), ...(parents.data ?? [])].map((row) => [row.id, row]),
  )
  const toRows = (row: Conversation, depth: number): readonly TableRow[] => {
    const isOpen = !isFlat && open.has(row.id)
    const below = isOpen && depth < 2 ? row.sub_conversation_ids.flatMap((id) => known.get(id) ?? []) : []
    const parentId = depth === 0 ? row.parent_conversation_id : null
    const parent = parentId === null ? undefined : (onPage.get(parentId) ?? known.get(parentId))
    return [
      {
        conversation: rows.current(row),
        depth,
        parent: parentId === null ? null : { id: parentId, title: parent ? shownTitle(parent) : null },
        departure: depth === 0 ? rows.departure(row) : null,
        fold:
          isFlat || depth > 1 || row.sub_conversation_ids.length === 0
            ? null
            : { isOpen, toggle: () => toggle(row.id) },
        listRecord,
      },
      ...below.flatMap((child) => toRows(child, depth + 1)),
    ]
  }
  return items.flatMap((row) => toRows(row, 0))
}

/** What stands where a title belongs: the title, else the first message; null where there is neither. */
function shownTitle(conversation: Conversation): string | null {
  return conversation.title ?? conversation.first_message
}
