import { COLUMN_LABELS, type AnyColumnId } from '../../lib/list-columns.ts'
import type { Sort } from '../../lib/search-params.ts'
import { Icon } from '../../ui/icon.tsx'
import { SORTABLE } from './columns.tsx'

/** What a column is called; where the server sorts by it, a button that does. */
export function HeaderCell({
  id,
  className,
  sort,
  onSort,
}: {
  readonly id: AnyColumnId
  readonly className: string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}) {
  const sortable = SORTABLE[id]
  const isSorted = sort.key === sortable?.key
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => onSort({ key: sortable.key, descending: isSorted ? !sort.descending : sortable.downFirst })}
        >
          {COLUMN_LABELS[id]}
          {isSorted && <Icon name={sort.descending ? 'arrow-down' : 'arrow-up'} size={12} />}
        </button>
      ) : (
        COLUMN_LABELS[id]
      )}
    </th>
  )
}
