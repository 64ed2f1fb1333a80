import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'
import { formatKind } from '../../../contract/kinds.ts'
import { withKeys } from '../../lib/event-filter.ts'
import { spellEventSort, type EventSortKey } from '../../lib/event-sort.ts'
import { rowEnd } from '../../lib/event-row.ts'
import { formatBytes } from '../../lib/format.ts'
import { eventPath } from '../../lib/paths.ts'
import type { EventQuestion, EventRow } from '../../query/events.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { StatusIcon } from '../../ui/status-mark.tsx'
import { Time } from '../../ui/time.tsx'
import type { DetailAddress } from './detail-address.ts'
import { Headline } from './event-line.tsx'
import { useEventRows } from './event-rows.ts'
import css from './event-table.module.css'
import type { Opening } from './opening.ts'
import { RowsFailed } from './rows-failed.tsx'
import { STICKY_PX, useDocumentTop } from './window-place.ts'

/** All rows are equally tall, so none has to be measured. */
const ROW_PX = 32
const COLUMNS: readonly { readonly name: string; readonly sort?: EventSortKey }[] = [
  { name: 'Seq' },
  { name: 'Time', sort: 'time' },
  { name: 'Kind', sort: 'kind' },
  { name: 'Source', sort: 'source' },
  { name: 'Tool', sort: 'tool' },
  { name: 'Headline' },
  { name: 'Size', sort: 'size' },
]

/** Every event as a row of a table, windowed. A row leads to the event's JSON. */
export function EventTable({
  address,
  question,
  total,
  needle,
  opening,
  isBusy,
}: {
  readonly address: DetailAddress
  readonly question: EventQuestion
  readonly total: number
  readonly needle: string
  readonly opening: Opening | null
  readonly isBusy: boolean
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const top = useDocumentTop(body)
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => ROW_PX,
    overscan: 10,
    scrollMargin: top,
    scrollPaddingStart: STICKY_PX,
  })
  const items = virtual.getVirtualItems()
  const rows = useEventRows(
    question,
    items.map(({ index }) => index),
    total,
  )
  const before = (items[0]?.start ?? top) - top
  const after = virtual.getTotalSize() - before - items.length * ROW_PX

  // Speaks to the window: its place, once, before the rows are painted.
  useLayoutEffect(() => {
    if (opening?.at === 'row') virtual.scrollToIndex(opening.row, { align: 'center' })
    // oxlint-disable-next-line react/exhaustive-deps -- the opening counts once: what comes later moves nothing
  }, [])

  return (
    <>
      <div className={css['frame']}>
        <table className={css['table']} aria-busy={isBusy} aria-rowcount={total + 1}>
          <caption className="visually-hidden">Events</caption>
          <thead>
            <tr aria-rowindex={1}>
              {COLUMNS.map((column) => (
                <HeadCell key={column.name} {...column} address={address} />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            <Spacer px={before} />
            {items.map(({ index, key }) => {
              const row = rows.rowAt(index)
              return (
                <tr
                  key={key}
                  aria-rowindex={index + 2}
                  data-event-id={row?.id}
                  className={rowClass(row, address.eventId)}
                >
                  {row === undefined ? (
                    <td className={css['seq']} />
                  ) : (
                    <Cells row={row} address={address} needle={needle} />
                  )}
                </tr>
              )
            })}
            <Spacer px={after} />
          </tbody>
        </table>
      </div>
      <RowsFailed rows={rows} />
    </>
  )
}

/** What a column is called; where the rows can be sorted by it, a button that does: once upwards, once downwards. */
function HeadCell({
  name,
  sort,
  address,
}: {
  readonly name: string
  readonly sort?: EventSortKey
  readonly address: DetailAddress
}) {
  const isSorted = sort === address.sort.key
  const { descending } = address.sort
  const next = sort && { key: sort, descending: isSorted ? !descending : sort === 'size' }
  return (
    <th
      scope="col"
      className={css[name.toLowerCase()]}
      aria-sort={isSorted ? (descending ? 'descending' : 'ascending') : undefined}
    >
      {next === undefined ? (
        name
      ) : (
        <button type="button" onClick={() => address.go(withKeys(address.record, { esort: spellEventSort(next) }))}>
          {name}
          {isSorted && <Icon name={descending ? 'arrow-down' : 'arrow-up'} size={12} />}
        </button>
      )}
    </th>
  )
}

function rowClass(row: EventRow | undefined, eventId: string | null): string {
  if (row === undefined) return css['loading'] ?? ''
  return [css[rowEnd(row).tone], row.id === eventId ? css['target'] : ''].filter(Boolean).join(' ')
}

/** Stands for the rows that are not in the document. One cell: which columns are shown is the style sheet's business. */
function Spacer({ px }: { readonly px: number }) {
  if (px <= 0) return null
  return (
    <tr aria-hidden="true">
      <td className={css['spacer']} style={{ height: px }} />
    </tr>
  )
}

function Cells({
  row,
  address,
  needle,
}: {
  readonly row: EventRow
  readonly address: DetailAddress
  readonly needle: string
}) {
  return (
    <>
      <td className={css['seq']}>{row.seq}</td>
      <td className={css['time']}>
        <Time at={row.timestamp ?? null} style="clock" assumed={row.timestamp_assumed === true} />
      </td>
      <td className={css['kind']} title={row.native_kind ?? row.kind}>
        <bdi>{formatKind(row.kind)}</bdi>
      </td>
      <td className={css['source']}>
        {row.source === undefined ? <span className="muted">unknown</span> : <bdi>{row.source}</bdi>}
      </td>
      <td className={css['tool']} title={row.tool_name}>
        <bdi>{row.tool_name}</bdi>
      </td>
      <td className={css['headline']}>
        {row.is_error && (
          <span className={css['mark']}>
            <StatusIcon status="error" size={13} /> <span className="visually-hidden">error</span>
          </span>
        )}
        <Link
          to={eventPath(address.conversationId, row.id)}
          search={withKeys(address.record, { tab: 'raw' })}
          dir="auto"
        >
          {row.headline === undefined ? (
            <span className="muted">no words</span>
          ) : (
            <Headline text={row.headline} needle={needle} />
          )}
        </Link>
      </td>
      <td className={css['size']}>{formatBytes(row.size_bytes)}</td>
    </>
  )
}
