import { useSyncExternalStore } from 'react'
import { lazyPage } from '../../ui/lazy-page.tsx'
import { Part } from '../../ui/part.tsx'
import { useHistogramShown } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import type { ListRows } from './list-rows.ts'
import css from './histogram-place.module.css'

// Brings a library of its own, which the first row need not wait for.
const histogram = lazyPage(async () => (await import('./histogram.tsx')).Histogram)

/** Below it every line is needed for rows, and the filter Time does the same; the style sheet says so too. */
const WIDE = '(min-width: 768px)'

function subscribe(listener: () => void) {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Keeps the place of the picture over time, so that nothing moves when it comes in after the first rows. */
export function HistogramPlace({ address, rows }: { readonly address: ListAddress; readonly rows: ListRows }) {
  const isWide = useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches)
  const [isShown, show] = useHistogramShown()
  return (
    <div className={`${css['place']} ${isShown ? '' : css['folded']}`}>
      {isWide && (rows.page ?? rows.error) && (
        <Part name="The histogram" onRetry={histogram.preload}>
          <histogram.Page address={address} revision={rows.revision} isShown={isShown} onShow={show} />
        </Part>
      )}
    </div>
  )
}
