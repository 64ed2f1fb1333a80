import { useQuery } from '@tanstack/react-query'
import { formatPlural } from '../../lib/format.ts'
import type { ListSearch } from '../../lib/list-search.ts'
import { isFiltered } from '../../lib/search-params.ts'
import { conversationCount } from '../../query/conversations.ts'
import { exportAddress } from '../../query/figures.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import css from './export-popup.module.css'

const FORMATS = [
  ['csv', 'CSV', 'For spreadsheets: a line for each, unknown is empty'],
  ['jsonl', 'JSONL', 'For programs: every field, as the API has it'],
] as const

/**
 * The list as a file, all its pages. The browser downloads it as it comes; whether the server takes the question at all is found
 * out before, because a link cannot say why it failed.
 */
export function ExportPopup({ search, anchor, onClose }: PopupAnchor & { readonly search: ListSearch }) {
  const [zone] = useZone()
  const count = useQuery({ ...conversationCount(search, zoneName(zone)), staleTime: 0 })
  return (
    <Popup anchor={anchor} label="Export" onClose={onClose}>
      <div className={css['export']}>
        {count.error ? (
          <ErrorState
            title="The list cannot be exported now"
            error={count.error}
            onRetry={() => void count.refetch()}
          />
        ) : (
          <>
            <p role="status">{count.data === undefined ? 'Counting…' : whatIsExported(count.data, search)}</p>
            {FORMATS.map(([format, label, purpose]) => (
              <a key={format} href={exportAddress(search, zoneName(zone), format)} download onClick={onClose}>
                <b>{label}</b>
                <span>{purpose}</span>
              </a>
            ))}
            <p>Newest first, streamed. Should it break off, the browser says that the download failed.</p>
          </>
        )}
      </div>
    </Popup>
  )
}

/** "All 1,234 conversations under these filters, of every page; sub-conversations are lines of their own." */
function whatIsExported(count: number, search: ListSearch): string {
  const filters = isFiltered(search) ? ' under these filters' : ''
  return `All ${formatPlural(count, 'conversation')}${filters}, of every page; sub-conversations are lines of their own.`
}
