import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format.ts'
import { PAGE_SIZES, withoutPage } from '../../lib/list-search.ts'
import type { Schemas } from '../../query/client.ts'
import { shownPage } from '../../query/conversations.ts'
import { lazyPage } from '../../ui/lazy-page.tsx'
import { PageButtons } from '../../ui/page-buttons.tsx'
import { Part } from '../../ui/part.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import type { ListRows } from './list-rows.ts'
import shared from '../../ui/page.module.css'
import css from './list-footer.module.css'

const sums = lazyPage(async () => (await import('./list-sums.tsx')).ListSums)

/** Which rows these are, what all of them come to, what is still being read, and the ways to the other pages. */
export function ListFooter({
  address: { search, go },
  rows,
  children,
}: {
  readonly address: ListAddress
  readonly rows: ListRows
  readonly children: ReactNode
}) {
  const [zone] = useZone()
  const cache = useQueryClient()
  const { page, counts } = rows
  const previous = page && previousCursor(page, search.size)
  const next = page?.next_page_id ?? undefined
  // Near enough to be pressed: the page is fetched before it is asked for.
  const prepare = (cursor: string | null | undefined) => {
    if (cursor !== undefined) void cache.prefetchQuery(shownPage({ ...search, page: cursor }, zoneName(zone)))
  }
  const open = (cursor: string | null | undefined) =>
    cursor === undefined ? null : () => go({ ...search, page: cursor })
  return (
    <div className={`${shared['footer']} ${css['footer']}`}>
      {page && counts && counts.total_rows !== 0 && (
        <span>{rangeOf(page.rank, page.items.length, counts.total_rows, counts.exact)}</span>
      )}
      {counts?.total !== 0 && (
        <span className={css['sums']}>
          {page && counts && (
            <Part name="Sums" onRetry={sums.preload}>
              <sums.Page search={search} revision={rows.revision} isExact={counts.exact} />
            </Part>
          )}
        </span>
      )}
      {children}
      {/* Nothing to turn over, nothing to turn. */}
      {((page?.items.length ?? 0) > 0 || search.page !== null) && (
        <PageButtons
          ways={{ first: search.page === null ? null : open(null), previous: open(previous), next: open(next) }}
          onNear={(way) => prepare(way === 'next' ? next : previous)}
        >
          <label>
            <span className="visually-hidden">Rows per page</span>
            <select
              value={search.size}
              onChange={(event) => {
                const size = PAGE_SIZES.find((known) => known === Number(event.target.value))
                if (size) go(withoutPage({ ...search, size }))
              }}
            >
              {PAGE_SIZES.map((size) => (
                <option key={size} value={size}>
                  {size} rows
                </option>
              ))}
            </select>
          </label>
        </PageButtons>
      )}
    </div>
  )
}

/** The cursor of the page before; null is the first page, which needs none and stays live; undefined: there is none. */
export function previousCursor(page: Schemas['ConversationPage'], size: number): string | null | undefined {
  if (page.previous_page_id === null) return undefined
  return (page.rank ?? 0) <= size + 1 ? null : page.previous_page_id
}

/** "1–50 of 1,234", "1–50 of ≥ 1,234", "51–60"; "0 of 1,234" beyond the end. */
function rangeOf(rank: number | null, rows: number, total: number | null, exact: boolean): string {
  const of = total === null ? '' : ` of ${exact ? '' : '≥ '}${formatCount(total)}`
  return rank === null ? `0${of}` : `${formatCount(rank)}–${formatCount(rank + rows - 1)}${of}`
}
