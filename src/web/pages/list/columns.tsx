import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { formatTrigger } from '../../../contract/triggers.ts'
import { UNKNOWN, formatCost, formatCount, formatDuration, formatShortCount, shortenId } from '../../lib/format.ts'
import { COLUMN_IDS, COLUMN_LABELS, PINNED_COLUMNS, type AnyColumnId } from '../../lib/list-columns.ts'
import type { SortKey } from '../../lib/list-search.ts'
import type { Conversation } from '../../query/conversations.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import { Time } from '../../ui/time.tsx'
import { IdCell } from './id-cell.tsx'
import type { TableRow } from './list-tree.ts'
import { TitleCell } from './title-cell.tsx'
import css from './conversation-table.module.css'

/** The server sorts, filters and pages, and the layout says which columns there are: the table needs none of its features. */
export const features = tableFeatures({})

const helper = createColumnHelper<typeof features, TableRow>()

const unknown = <span className="muted">{UNKNOWN}</span>
const none = <span className="muted">none</span>

/** A text that may be cut, whole on hover. */
function cut(text: string, className?: string) {
  return (
    <span className={className} title={text}>
      {text}
    </span>
  )
}

function RepositoryCell({ selected_repository: repository, selected_branch: branch }: Conversation) {
  if (repository === null && branch === null) return none
  return (
    <span className={css['repository']} title={[repository, branch].filter((word) => word !== null).join(' @ ')}>
      <span>{repository ?? none}</span>
      {branch !== null && <span className={css['branch']}>{branch}</span>}
    </span>
  )
}

function EventsCell({ event_count: count, event_count_reason: reason, unreadable_count: unreadable }: Conversation) {
  const words = reason ?? (unreadable ? `${formatCount(unreadable)} of them unreadable` : undefined)
  return <span title={words}>{count === null ? unknown : `${reason ? '≥ ' : ''}${formatCount(count)}`}</span>
}

function TokensCell({ accumulated_token_usage: usage }: Conversation) {
  if (usage === null) return unknown
  const { prompt_tokens: sent, completion_tokens: answered } = usage
  const words = `${formatCount(sent + answered)}: ${formatCount(sent)} sent, ${formatCount(answered)} answered`
  return <span title={words}>{formatShortCount(sent + answered)}</span>
}

function ParentCell({ conversation: { parent_conversation_id: id }, parent }: TableRow) {
  return id === null ? none : <span title={id}>{parent?.title ?? shortenId(id)}</span>
}

const moment = (at: string | null) => (
  <span className="muted">
    <Time at={at} />
  </span>
)

/** What stands in the cells of each column. */
const CELLS: Readonly<Record<AnyColumnId, (row: TableRow) => ReactNode>> = {
  status: ({ conversation: c }) => <StatusMark status={c.status} reason={c.status_reason} />,
  title: (row) => <TitleCell row={row} />,
  repository: ({ conversation }) => <RepositoryCell {...conversation} />,
  trigger: ({ conversation: c }) => (c.trigger === null ? none : cut(formatTrigger(c.trigger), 'muted')),
  events: ({ conversation }) => <EventsCell {...conversation} />,
  updated: ({ conversation: c }) => moment(c.updated_at),
  duration: ({ conversation: c }) => (c.duration_seconds === null ? unknown : formatDuration(c.duration_seconds)),
  cost: ({ conversation: c }) => (c.accumulated_cost === null ? unknown : formatCost(c.accumulated_cost)),
  created: ({ conversation: c }) => moment(c.created_at),
  model: ({ conversation: c }) => (c.llm_model === null ? unknown : cut(c.llm_model, 'mono')),
  id: ({ conversation: c }) => <IdCell id={c.id} />,
  parent: (row) => <ParentCell {...row} />,
  pr: ({ conversation: c }) =>
    c.pr_number.length === 0 ? none : cut(c.pr_number.map((number) => `#${number}`).join(', ')),
  tokens: ({ conversation }) => <TokensCell {...conversation} />,
  sandbox: ({ conversation: c }) => (c.sandbox_status === null ? unknown : cut(c.sandbox_status, 'muted')),
}

const define = (id: AnyColumnId) =>
  helper.display({ id, header: COLUMN_LABELS[id], cell: ({ row }) => CELLS[id](row.original) })

/** Each made once: another definition is another component, which would put new cells, without the focus, in place of the old ones. */
const DEFINITIONS = new Map([...PINNED_COLUMNS, ...COLUMN_IDS].map((id) => [id, define(id)]))

/** The columns shown, in their order. */
export function toColumns(ids: Iterable<AnyColumnId>) {
  return helper.columns(Array.from(ids, (id) => DEFINITIONS.get(id) ?? define(id)))
}

/** Columns that the server sorts by, with the key of the address; `downFirst`: the first click wants the greatest. */
export const SORTABLE: Readonly<Partial<Record<AnyColumnId, { readonly key: SortKey; readonly downFirst: boolean }>>> =
  {
    title: { key: 'title', downFirst: false },
    events: { key: 'events', downFirst: true },
    updated: { key: 'updated', downFirst: true },
    created: { key: 'created', downFirst: true },
    duration: { key: 'duration', downFirst: true },
    cost: { key: 'cost', downFirst: true },
  }

/** Columns of numbers, which stand at the right. */
export const NUMBERS: ReadonlySet<AnyColumnId> = new Set(['events', 'duration', 'cost', 'tokens'])
