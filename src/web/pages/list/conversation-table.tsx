import { useTable } from '@tanstack/react-table'
import { Suspense, lazy, useMemo, type CSSProperties, type MouseEvent } from 'react'
import type { AnyColumnId } from '../../lib/list-columns.ts'
import { withoutPage } from '../../lib/list-search.ts'
import { arrangeTable, type Arrangement } from '../../lib/table-arrangement.ts'
import { useMedia } from '../../ui/media.ts'
import { NUMBERS, features, toColumns } from './columns.tsx'
import type { ListAddress } from './list-address.ts'
import { moveByArrow } from './list-keys.ts'
import type { TableRow } from './list-tree.ts'
import { useOpenedRowFocus } from './opened-row.ts'
import { peekByFocus, peekBySpace } from './peek-keys.ts'
import { rowHeight, useTableLayout } from './table-layout-store.ts'
import { HeaderCell } from './table-header.tsx'
import css from './conversation-table.module.css'

// Nobody opens the menu of a cell before the first row is there.
const CellActions = lazy(async () => {
  // An addition: where its code cannot be had, as with a server that ended, the rows must not go with it.
  const code = await import('./cell-actions.tsx').catch(() => null)
  const nothing: NonNullable<typeof code>['CellActions'] = () => <></>
  return { default: code?.CellActions ?? nothing }
})

/** What a card tells, beside status and title. */
const CARD_COLUMNS = ['updated'] as const

/** The table of conversations; in narrow windows its rows are laid out as cards. */
export function ConversationTable({
  address,
  rows,
  isBusy,
  room,
}: {
  readonly address: ListAddress
  readonly rows: readonly TableRow[]
  readonly isBusy: boolean
  /** Pixels for its columns; null: not known yet. */
  readonly room: number | null
}) {
  const { search, go } = address
  useOpenedRowFocus()
  const isCards = useMedia('(width < 768px)')
  const layout = useTableLayout()
  const arrangement = useMemo(
    () =>
      isCards
        ? arrangeTable(CARD_COLUMNS, {}, null)
        : arrangeTable(search.columns ?? layout.columns, layout.widths, room),
    [isCards, search.columns, layout, room],
  )
  const ids = [...arrangement.widths.keys()]
  const columns = useMemo(() => toColumns(arrangement.widths.keys()), [arrangement])
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.conversation.id })
  const classOf = (id: AnyColumnId) => cellClass(id, arrangement)
  return (
    <div
      className={`${css['place']} ${css[layout.density]} ${arrangement.isScrolling ? css['scrolling'] : ''}`}
      style={{ ...widthVariables(arrangement), ...rowHeight(layout) }}
    >
      {/* Explicit roles, because `display: block` of the cards would take the table's own away. */}
      <table
        role="table"
        className={css['table']}
        style={{ width: tableWidth(arrangement) }}
        aria-busy={isBusy}
        id="conversations"
      >
        <caption className="visually-hidden">Conversations</caption>
        <colgroup>
          {ids.map((id) => (
            <col key={id} style={{ width: `var(--w-${id})` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {ids.map((id, index) => (
              <HeaderCell
                key={id}
                id={id}
                className={classOf(id)}
                // Each lies on the next one, with the handle between them, and the pinned ones on all.
                style={{ zIndex: 2 + ids.length - index }}
                width={isCards ? null : widthOf(id, arrangement, room)}
                sort={search.sort}
                onSort={(sort) => go(withoutPage({ ...search, sort }))}
              />
            ))}
          </tr>
        </thead>
        <tbody
          role="rowgroup"
          onKeyDown={(event) => {
            moveByArrow(event)
            if (!isCards) peekBySpace(event, address)
          }}
          onFocus={(event) => peekByFocus(event, address)}
        >
          {table.getRowModel().rows.map((row) => (
            // The row as a whole is a convenience for the mouse; the title's link is the control.
            <tr
              key={row.id}
              role="row"
              className={`${css['row']} ${row.original.departure ? css['gone'] : ''}`}
              aria-current={row.id === search.peek && !isCards}
              onClick={openTitle}
            >
              {row.getAllCells().map((cell, index) => (
                <td key={cell.id} role="cell" data-column={cell.column.id} className={classOf(ids[index] ?? 'title')}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Suspense>
        <CellActions address={address} rows={rows} />
      </Suspense>
    </div>
  )
}

/** Widths as variables, `--w-cost: 92px`: those of the columns and the places of the pinned ones come from them. */
function widthVariables({ widths, pinsTitle }: Arrangement): CSSProperties {
  const variables = [...widths].map(([id, width]) => [`--w-${id}`, width === null ? 'auto' : `${width}px`])
  return {
    ...Object.fromEntries(variables),
    '--pinned': pinsTitle ? 'calc(var(--w-status) + var(--w-title))' : 'var(--w-status)',
  }
}

/** All of the room, unless the title has a width of its own. */
function tableWidth({ widths }: Arrangement): string | undefined {
  if (widths.get('title') == null) return undefined
  return `calc(${[...widths.keys()].map((id) => `var(--w-${id})`).join(' + ')})`
}

/** Pixels of a column, also of one that takes what the others leave of the room; null: not known yet. */
function widthOf(id: AnyColumnId, { widths }: Arrangement, room: number | null): number | null {
  const own = widths.get(id) ?? null
  if (own !== null || room === null) return own
  return [...widths.values()].reduce<number>((rest, width) => rest - (width ?? 0), room)
}

function cellClass(id: AnyColumnId, { isScrolling, pinsTitle }: Arrangement): string {
  const isPinned = isScrolling && (id === 'status' || (id === 'title' && pinsTitle))
  return [isPinned ? css['pinned'] : '', NUMBERS.has(id) ? css['number'] : ''].filter(Boolean).join(' ')
}

/** A plain click anywhere in a row opens it, as its title does. Modified clicks, other controls and selections are left alone. */
function openTitle(event: MouseEvent<HTMLTableRowElement>) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  if (event.target instanceof Element && event.target.closest('a, button, input, select, label')) return
  const selection = window.getSelection()
  if (selection && !selection.isCollapsed && selection.containsNode(event.currentTarget, true)) return
  event.currentTarget.querySelector<HTMLElement>('[data-row-link]')?.click()
}
