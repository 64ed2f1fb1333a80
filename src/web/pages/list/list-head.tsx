import { lazy } from 'react'
import { formatClock } from '../../lib/format-time.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import type { Schemas } from '../../query/client.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { PopupButton } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import { SortSelect } from './sort-select.tsx'
import { ViewsButton } from './views-button.tsx'
import shared from '../../ui/page.module.css'
import css from './list-page.module.css'

const loadExport = () => import('./export-popup.tsx')
const ExportPopup = lazy(async () => ({ default: (await loadExport()).ExportPopup }))
const ColumnsPopup = lazy(async () => ({ default: (await import('./columns-popup.tsx')).ColumnsPopup }))
const preloadColumns = () => void import('./columns-popup.tsx')

/** Title of the page, how many conversations there are, and as of when. */
export function ListHead({
  address,
  counts,
  title,
  takesFocus,
  onRefresh,
}: {
  readonly address: ListAddress
  readonly counts: Schemas['ConversationPage'] | undefined
  readonly title: string
  readonly takesFocus: boolean
  readonly onRefresh: () => void
}) {
  const [zone] = useZone()
  return (
    <div className={`${shared['head']} ${css['head']}`}>
      <PageHeading title={title} takesFocus={takesFocus}>
        Conversations
      </PageHeading>
      <span
        className={`${shared['totals']} ${css['totals']}`}
        title="Sub-conversations are folded under their parent's row"
      >
        {counts && (
          <>
            {totals(counts)} · as of <time dateTime={counts.as_of}>{formatClock(Date.parse(counts.as_of), zone)}</time>
            {zone === 'utc' && ' UTC'}
          </>
        )}
      </span>
      <span className={css['side']}>
        <ViewsButton address={address} />
        <SortSelect address={address} />
        <span className={css['columns']}>
          <PopupButton
            label="Columns"
            preload={preloadColumns}
            popup={(popup) => <ColumnsPopup {...popup} address={address} />}
          />
        </span>
        <PopupButton
          label="Export"
          preload={() => void loadExport()}
          popup={(popup) => <ExportPopup {...popup} search={address.search} />}
        />
        <Button look="plain" onClick={onRefresh}>
          <Icon name="refresh" size={14} />
          <span className={css['word']}>Refresh</span>
        </Button>
      </span>
    </div>
  )
}

/** "1,234", "1,234 conversations, 1,180 rows" where they differ, "≥ 1,234" while a source is still being read. */
function totals({ total, total_rows: rows, exact }: Schemas['ConversationPage']): string {
  if (total === null) return 'counting'
  const sign = exact ? '' : '≥ '
  if (rows === null || rows === total) return `${sign}${formatCount(total)}`
  return `${sign}${formatPlural(total, 'conversation')}, ${formatPlural(rows, 'row')}`
}
