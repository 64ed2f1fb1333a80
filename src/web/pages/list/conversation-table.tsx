import { useTable } from '@tanstack/react-table'
import type { MouseEvent } from 'react'
import { withoutPage, type Sort } from '../../lib/search-params.ts'
import { Icon } from '../../ui/icon.tsx'
import { NUMBERS, SORTABLE, columns, features } from './columns.tsx'
import type { ListAddress } from './list-address.ts'
import { moveByArrow } from './list-keys.ts'
import type { TableRow } from './list-tree.ts'
import { useOpenedRowFocus } from './opened-row.ts'
import css from './conversation-table.module.css'

/** The table of conversations; below 700 px its rows are laid out as cards. */
export function ConversationTable({
  address: { search, go },
  rows,
  isBusy,
}: {
  readonly address: ListAddress
  readonly rows: readonly TableRow[]
  readonly isBusy: boolean
}) {
  useOpenedRowFocus()
  const table = useTable({ features, columns, data: rows, getRowId: (row) => row.conversation.id })
  return (
    // Explicit roles, because `display: block` of the cards would take the table's own away.
    <table role="table" className={css['table']} aria-busy={isBusy} id="conversations">
      <caption className="visually-hidden">Conversations</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map(({ column }) => (
              <HeaderCell
                key={column.id}
                id={column.id}
                label={String(column.columnDef.header)}
                sort={search.sort}
                onSort={(sort) => go(withoutPage({ ...search, sort }))}
              />
            ))}
          </tr>
        ))}
      </thead>
      <tbody role="rowgroup" onKeyDown={moveByArrow}>
        {table.getRowModel().rows.map((row) => (
          // The row as a whole is a convenience for the mouse; the title's link is the control.
          <tr
            key={row.id}
            role="row"
            className={`${css['row']} ${row.original.departure ? css['gone'] : ''}`}
            onClick={openTitle}
          >
            {row.getAllCells().map((cell) => (
              <td key={cell.id} role="cell" className={cellClass(cell.column.id)}>
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function cellClass(id: string): string {
  return [css[id === 'title' ? 'titleCell' : id], NUMBERS.has(id) ? css['number'] : ''].filter(Boolean).join(' ')
}

function HeaderCell({
  id,
  label,
  sort,
  onSort,
}: {
  readonly id: string
  readonly label: string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}) {
  const sortable = SORTABLE.get(id)
  if (!sortable) {
    return (
      <th scope="col" className={cellClass(id)}>
        {label}
      </th>
    )
  }
  const isSorted = sort.key === sortable.key
  return (
    <th
      scope="col"
      className={cellClass(id)}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        onClick={() => onSort({ key: sortable.key, descending: isSorted ? !sort.descending : sortable.downFirst })}
      >
        {label}
        {isSorted && <Icon name={sort.descending ? 'arrow-down' : 'arrow-up'} size={12} />}
      </button>
    </th>
  )
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
