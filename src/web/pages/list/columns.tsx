import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { formatTrigger } from '../../../contract/triggers.ts'
import { UNKNOWN, formatCost, formatCount, formatDuration } from '../../lib/format.ts'
import type { SortKey } from '../../lib/search-params.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import { Time } from '../../ui/time.tsx'
import type { TableRow } from './list-tree.ts'
import { TitleCell } from './title-cell.tsx'
import css from './conversation-table.module.css'

/** The server sorts, filters and pages: the table needs none of its features. */
export const features = tableFeatures({})

const helper = createColumnHelper<typeof features, TableRow>()

const unknown = <span className="muted">{UNKNOWN}</span>

/** The columns, in their order. */
export const columns = helper.columns([
  helper.display({
    id: 'status',
    header: 'Status',
    cell: ({ row }) => {
      const { status, status_reason: reason } = row.original.conversation
      return <StatusMark status={status} reason={reason} />
    },
  }),
  helper.display({ id: 'title', header: 'Title', cell: ({ row }) => <TitleCell row={row.original} /> }),
  helper.display({
    id: 'repository',
    header: 'Repository',
    cell: ({ row }) => {
      const { selected_repository: repository, selected_branch: branch } = row.original.conversation
      if (repository === null && branch === null) return <span className="muted">none</span>
      return (
        <span title={[repository, branch].filter((word) => word !== null).join(' @ ')}>
          {repository ?? <span className="muted">none</span>}
          {branch !== null && <span className={css['branch']}>{branch}</span>}
        </span>
      )
    },
  }),
  helper.display({
    id: 'trigger',
    header: 'Trigger',
    cell: ({ row }) => {
      const { trigger } = row.original.conversation
      const words = trigger === null ? 'none' : formatTrigger(trigger)
      return (
        <span className="muted" title={words}>
          {words}
        </span>
      )
    },
  }),
  helper.display({
    id: 'events',
    header: 'Events',
    cell: ({ row }) => {
      const { event_count: count, event_count_reason: reason, unreadable_count: unreadable } = row.original.conversation
      const words = reason ?? (unreadable ? `${formatCount(unreadable)} of them unreadable` : undefined)
      return <span title={words}>{count === null ? unknown : `${reason ? '≥ ' : ''}${formatCount(count)}`}</span>
    },
  }),
  helper.display({
    id: 'updated',
    header: 'Updated',
    cell: ({ row }) => (
      <span className="muted">
        <Time at={row.original.conversation.updated_at} />
      </span>
    ),
  }),
  helper.display({
    id: 'duration',
    header: 'Duration',
    cell: ({ row }) => {
      const { duration_seconds: seconds } = row.original.conversation
      return seconds === null ? unknown : formatDuration(seconds)
    },
  }),
  helper.display({
    id: 'cost',
    header: 'Cost',
    cell: ({ row }) => {
      const { accumulated_cost: cost } = row.original.conversation
      return cost === null ? unknown : formatCost(cost)
    },
  }),
])

/** Columns that the server sorts by, with the key of the address; `downFirst`: the first click wants the greatest. */
export const SORTABLE: ReadonlyMap<string, { readonly key: SortKey; readonly downFirst: boolean }> = new Map([
  ['title', { key: 'title', downFirst: false }],
  ['events', { key: 'events', downFirst: true }],
  ['updated', { key: 'updated', downFirst: true }],
  ['duration', { key: 'duration', downFirst: true }],
  ['cost', { key: 'cost', downFirst: true }],
])

/** Columns of numbers, which stand at the right. */
export const NUMBERS: ReadonlySet<string> = new Set(['events', 'duration', 'cost'])
