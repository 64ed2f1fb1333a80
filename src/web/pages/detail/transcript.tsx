import { useQueryClient } from '@tanstack/react-query'
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { estimateRowPx } from '../../lib/event-row.ts'
import { formatCount } from '../../lib/format.ts'
import type { EventQuestion } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { rowOfNextError } from './error-steps.ts'
import { EventItem, LoadingItem } from './event-item.tsx'
import { useEventRows } from './event-rows.ts'
import type { Opening } from './opening.ts'
import css from './transcript.module.css'
import { leftPlace, useFollowing, useRememberedPlace } from './reading-place.ts'
import { STICKY_PX, useDocumentTop, useHold } from './window-place.ts'

/** What the page around the transcript may ask of it. */
export interface TranscriptHandle {
  /** Goes to the next (1) or previous (-1) error, wherever it lies; false where there is none. */
  readonly goToError: (step: 1 | -1) => Promise<boolean>
}

/** Steps from error to error that are on their way, one after the other. `seq`: of the error that the newest arrived at. */
interface ErrorSteps {
  last: Promise<void>
  waiting: number
  seq: number | null
}

/**
 * The rows under one question, windowed: only those near the window are in the document, and only their pages are loaded.
 * `total` may grow; what the reader sees never moves by it. `opening` counts once, when the rows appear.
 */
export function Transcript({
  question,
  total,
  needle,
  opening,
  step: historyStep,
  isFollowing,
  isBusy,
  onReady,
}: {
  readonly question: EventQuestion
  readonly total: number
  readonly needle: string
  readonly opening: Opening | null
  /** Key of the step of the history that this is. */
  readonly step: string
  /** The conversation goes on: a reader who is at the end stays there. */
  readonly isFollowing: boolean
  readonly isBusy: boolean
  readonly onReady: (handle: TranscriptHandle | null) => void
}) {
  const cache = useQueryClient()
  const list = useRef<HTMLOListElement>(null)
  const top = useDocumentTop(list)
  // Three rows by their number: the one with the tab stop, the one that the reader was led to, the one that is open at first.
  const openingRow = opening?.at === 'row' ? opening.row : null
  const [current, setCurrent] = useState(openingRow)
  const [target, setTarget] = useState(openingRow)
  const [openedRow, setOpenedRow] = useState(openingRow)
  // Ids of rows that are not as they are at first: closed, but for the row that the page was opened at.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set<string>())
  const wantsFocus = useRef(false)

  // The row that has the tab stop stays in the document, so that focus survives scrolling.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const rows = defaultRangeExtractor(range)
      if (current === null || current >= range.count || rows.includes(current)) return rows
      return current < (rows[0] ?? 0) ? [current, ...rows] : [...rows, current]
    },
    [current],
  )
  const loaded = useRef<(row: number) => Parameters<typeof estimateRowPx>[0]>(() => undefined)
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: (row) => estimateRowPx(loaded.current(row)),
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: 24,
    rangeExtractor,
    initialMeasurementsCache: leftPlace(historyStep)?.heights ?? [],
  })
  useRememberedPlace(historyStep, () => virtual.measurementsCache)
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  // With the row before each, which tells where a turn begins.
  const rows = useEventRows(
    question,
    items.flatMap(({ index }) => [index - 1, index]),
    total,
  )
  loaded.current = rows.rowAt

  const hold = useHold(virtual.getTotalSize())
  const goToEnd = () => hold(() => virtual.scrollToIndex(virtual.options.count - 1, { align: 'end' }))
  const seen = useFollowing(total, isFollowing, goToEnd)

  // Speaks to the window: its place, once, before the rows are painted.
  useLayoutEffect(() => {
    if (opening?.at === 'row') hold(() => virtual.scrollToIndex(opening.row, { align: 'center' }))
    if (opening?.at === 'end') goToEnd()
    const before = leftPlace(historyStep)
    if (opening === null && before !== undefined) hold(() => window.scrollTo(0, before.y))
    // oxlint-disable-next-line react/exhaustive-deps -- the opening counts once: what comes later moves nothing
  }, [])

  // Speaks to the document: its focus, as soon as the row that is to have it is there.
  useEffect(() => {
    if (!wantsFocus.current || current === null) return
    const focusable = list.current?.querySelector<HTMLElement>(`[data-index="${current}"] [data-row-focus]`)
    if (!focusable) return
    wantsFocus.current = false
    focusable.focus({ preventScroll: true })
  })

  const goTo = (row: number, align: 'auto' | 'center') => {
    wantsFocus.current = true
    setCurrent(row)
    const go = () => virtual.scrollToIndex(row, { align })
    // A step to the next row needs no place of its own: nothing may move after it.
    return align === 'center' ? hold(go) : go()
  }
  const isInside = () => list.current?.contains(document.activeElement) === true
  const firstVisible = () => virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + STICKY_PX)?.index ?? 0
  const step = (by: 1 | -1) => {
    if (total === 0) return
    const from = current !== null && (isInside() || target !== null) ? current + by : firstVisible()
    goTo(Math.min(Math.max(from, 0), total - 1), 'auto')
  }
  const toggle = useCallback((eventId: string) => {
    setToggled((before) => {
      const after = new Set(before)
      if (!after.delete(eventId)) after.add(eventId)
      return after
    })
  }, [])
  const isOnScreen = (row: number) => row >= firstVisible() && row <= (virtual.range?.endIndex ?? 0)
  const errorSteps = useRef<ErrorSteps>({ last: Promise.resolve(), waiting: 0, seq: null })
  const goToError = (by: 1 | -1): Promise<boolean> => {
    const steps = errorSteps.current
    // From the current row while it is in sight, else from what is in sight; a step that comes while another is on its way follows it.
    if (steps.waiting === 0) {
      const visible = firstVisible()
      const from = current !== null && isOnScreen(current) ? current : by === 1 ? visible - 1 : visible
      steps.seq = from < 0 ? -1 : (rows.rowAt(from)?.seq ?? null)
    }
    steps.waiting += 1
    const arrived = steps.last.then(async () => {
      const found = await rowOfNextError(cache, question, steps.seq, by)
      if (found === null) return false
      steps.seq = found.seq
      setTarget(found.row)
      goTo(found.row, 'center')
      return true
    })
    const end = () => {
      steps.waiting -= 1
    }
    steps.last = arrived.then(end, end)
    return arrived
  }
  // Speaks to the page around: it calls what the last render made.
  useEffect(() => {
    onReady({ goToError })
  })
  useEffect(() => () => onReady(null), [onReady])

  useShortcuts({
    nextEvent: () => step(1),
    previousEvent: () => step(-1),
    collapse: () => {
      setToggled(new Set())
      setOpenedRow(null)
    },
  })

  return (
    <>
      {rows.error !== null && (
        <ErrorState title="These events could not be loaded" error={rows.error} onRetry={rows.retry} />
      )}
      <ol
        ref={list}
        aria-label="Events"
        aria-busy={isBusy}
        className={css['list']}
        style={{ height: virtual.getTotalSize() }}
        onFocus={(event) => {
          const index = event.target.closest<HTMLElement>('[data-index]')?.dataset['index']
          if (index !== undefined && Number(index) !== current) setCurrent(Number(index))
        }}
      >
        {items.map((item) => {
          const row = rows.rowAt(item.index)
          const before = rows.rowAt(item.index - 1)
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-event-id={row?.id}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              aria-current={item.index === target ? 'true' : undefined}
              className={css['item']}
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              {row === undefined ? (
                <LoadingItem />
              ) : (
                <EventItem
                  conversationId={question.conversationId}
                  row={row}
                  needle={needle}
                  beginsTurn={row.turn > 0 && (item.index === 0 || (before !== undefined && before.turn !== row.turn))}
                  isOpen={toggled.has(row.id) !== (item.index === openedRow)}
                  isTarget={item.index === target}
                  isTabStop={item.index === (current ?? first)}
                  onToggle={toggle}
                />
              )}
            </li>
          )
        })}
      </ol>
      {total > seen && (
        <Button look="primary" className={css['newEvents'] ?? ''} onClick={goToEnd}>
          {formatCount(total - seen)} new {total - seen === 1 ? 'event' : 'events'} ↓
        </Button>
      )}
    </>
  )
}
