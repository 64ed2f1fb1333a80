import { Suspense, lazy, type CSSProperties } from 'react'
import { COLUMN_LABELS, type AnyColumnId } from '../../lib/list-columns.ts'
import type { Sort } from '../../lib/list-search.ts'
import { Icon } from '../../ui/icon.tsx'
import { SORTABLE } from './columns.tsx'

// Nobody resizes a column before the first row is there.
const ColumnHandle = lazy(async () => ({ default: (await import('./column-handle.tsx')).ColumnHandle }))

/** What a column is called; where the server sorts by it, a button that does. */
export function HeaderCell({
  id,
  className,
  style,
  width,
  sort,
  onSort,
}: {
  readonly id: AnyColumnId
  readonly className: string
  readonly style: CSSProperties
  /** In pixels, null where it cannot be changed. */
  readonly width: number | null
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}) {
  const sortable = SORTABLE[id]
  const isSorted = sort.key === sortable?.key
  return (
    <th
      scope="col"
      className={className}
      style={style}
      // Without the name of the handle.
      aria-label={COLUMN_LABELS[id]}
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
      {width !== null && (
        <Suspense>
          <ColumnHandle id={id} width={width} />
        </Suspense>
      )}
    </th>
  )
}
