import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format.ts'
import type { FoundPage } from '../../query/cross-search.ts'
import { PageButtons } from '../../ui/page-buttons.tsx'
import type { FindAddress } from './find-address.ts'
import shared from '../../ui/page.module.css'

/** Which conversations these are, what is still being read, and the ways to the other pages. */
export function FoundFooter({
  address: { search, go },
  page,
  children,
}: {
  readonly address: FindAddress
  readonly page: FoundPage | undefined
  readonly children: ReactNode
}) {
  const open = (cursor: string | null) => () => go({ ...search, page: cursor })
  const previous = page?.previous_page_id ?? null
  const next = page?.next_page_id ?? null
  return (
    <div className={shared['footer']}>
      {page && page.rank !== null && <span>{rangeOf(page, page.rank)}</span>}
      {children}
      {(search.page !== null || next !== null) && (
        <PageButtons
          ways={{
            first: search.page === null ? null : open(null),
            previous: previous === null ? null : open(previous),
            next: next === null ? null : open(next),
          }}
        />
      )}
    </div>
  )
}

/** "Conversations 26–41 of 41". */
function rangeOf({ items, total_conversations: total, exact }: FoundPage, rank: number): string {
  const of = total === null ? '' : ` of ${exact ? '' : '≥ '}${formatCount(total)}`
  return `Conversations ${formatCount(rank)}–${formatCount(rank + items.length - 1)}${of}`
}
