import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { describeOutside } from '../../lib/histogram-words.ts'
import { narrowRange, widenRange } from '../../lib/histogram-range.ts'
import type { Span } from '../../lib/histogram-brush.ts'
import { totalOf } from '../../lib/histogram-bars.ts'
import { withoutPage, type TimeRange } from '../../lib/list-search.ts'
import { conversationHistogram, filterHash, type ConversationHistogram } from '../../query/figures.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PopupButton } from '../../ui/popup-button.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import { HistogramPlot } from './histogram-plot.tsx'
import type { ListAddress } from './list-address.ts'
import css from './histogram.module.css'

const loadTable = () => import('./histogram-table.tsx')
const HistogramTable = lazy(async () => ({ default: (await loadTable()).HistogramTable }))

/** Conversations under the filters over time, by status, with a brush that sets the time filter. Can be folded away. */
export function Histogram({
  address,
  revision,
  isShown,
  onShow,
}: {
  readonly address: ListAddress
  readonly revision: string | null
  readonly isShown: boolean
  readonly onShow: (isShown: boolean) => void
}) {
  return (
    <section aria-label="Histogram" className={css['histogram']}>
      {isShown && <Picture address={address} revision={revision} />}
      <button
        type="button"
        className={css['fold']}
        aria-expanded={isShown}
        title={isShown ? 'Hide' : undefined}
        onClick={() => onShow(!isShown)}
      >
        <span className={isShown ? 'visually-hidden' : ''}>Histogram</span>
        <Icon name={isShown ? 'minus' : 'chevron-down'} size={14} />
      </button>
    </section>
  )
}

/** The picture, what it leaves out, and the ways to a wider range; or why there is none. */
function Picture({
  address: { search, go },
  revision,
}: {
  readonly address: ListAddress
  readonly revision: string | null
}) {
  const [zone] = useZone()
  const answer = useQuery(conversationHistogram(search, zoneName(zone), revision))
  if (answer.data === undefined && answer.error) {
    return (
      <p role="status" className={css['failed']}>
        The histogram could not be loaded: {answer.error.message}
        <Button look="plain" onClick={() => void answer.refetch()}>
          Load again
        </Button>
      </p>
    )
  }
  if (answer.data === undefined) return null
  const { body, filter } = answer.data
  const { buckets, outside } = body
  const bounds = boundsOf(body)
  const isOld = filter !== filterHash(search, zoneName(zone))
  const hasRange = search.updated.from !== null || search.updated.to !== null
  const choose = (updated: TimeRange) => {
    const { from, to } = search.updated
    if (updated.from !== from || updated.to !== to) go(withoutPage({ ...search, updated }))
  }
  const narrow = ({ first, last }: Span) => {
    const within = buckets.slice(first, last + 1)
    if (isOld || within.every(({ counts }) => totalOf(counts) === 0)) return
    const [start, end] = [bounds[first] ?? 0, bounds[last + 1] ?? 0]
    choose(narrowRange(search.updated, start, end, answer.dataUpdatedAt, zone))
  }
  return (
    <>
      <HistogramPlot buckets={buckets} bounds={bounds} isOld={isOld} onNarrow={narrow} />
      <div className={css['aside']}>
        <span className={css['outside']}>{describeOutside(outside, hasRange)}</span>
        <span className={css['tools']}>
          {hasRange && (
            <>
              <Button look="plain" aria-label="Clear range" onClick={() => choose({ from: null, to: null })}>
                Clear
              </Button>
              {outside > 0 && buckets.length > 0 && (
                <Button look="plain" onClick={() => choose(widenRange(bounds[0] ?? 0, bounds.at(-1) ?? 0))}>
                  Zoom out
                </Button>
              )}
            </>
          )}
          {buckets.length > 0 && (
            <PopupButton
              label="As table"
              look="plain"
              preload={() => void loadTable()}
              popup={(popup) => <HistogramTable {...popup} buckets={buckets} bounds={bounds} onNarrow={narrow} />}
            />
          )}
        </span>
      </div>
    </>
  )
}

/** Where the buckets begin, and where the last one ends, in UTC ms: one more than there are buckets. */
function boundsOf({ buckets, bucket_seconds }: ConversationHistogram): readonly number[] {
  const starts = buckets.map(({ start }) => Date.parse(start))
  const last = starts.at(-1)
  return last === undefined ? [] : [...starts, last + bucket_seconds * 1000]
}
