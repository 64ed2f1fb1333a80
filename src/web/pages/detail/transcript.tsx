import { useQueryClient } from '@tanstack/react-query'
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { estimateRowPx } from '../../lib/event-row.ts'
import { formatCount } from '../../lib/format.ts'
import type { EventQuestion } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { rowOfNextError } from './error-steps.ts'
import { EventItem, LoadingItem } from './event-item.tsx'
import { useEventRows } from './event-rows.ts'
import type { Opening } from './opening.ts'
import { useShortcuts } from './shortcuts.ts'
import css from './transcript.module.css'
import { isAtEnd, STICKY_PX, useDocumentTop } from './window-place.ts'

/** What the page around the transcript may ask of it. */
export interface TranscriptHandle {
  readonly goToError: (step: 1 | -1) => void
  readonly goToEvent: (eventId: string, row: number) => void
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
  isFollowing,
  isBusy,
  onReady,
}: {
  readonly question: EventQuestion
  readonly total: number
  readonly needle: string
  readonly opening: Opening | null
  /** The conversation goes on: a reader who is at the end stays there. */
  readonly isFollowing: boolean
  readonly isBusy: boolean
  readonly onReady: (handle: TranscriptHandle | null) => void
}) {
  const cache = useQueryClient()
  const list = useRef<HTMLOListElement>(null)
  const top = useDocumentTop(list)
  const [current, setCurrent] = useState(opening?.at === 'row' ? opening.row : null)
  const [targetId, setTargetId] = useState(opening?.at === 'row' ? opening.eventId : null)
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(opening?.at === 'row' ? [opening.eventId] : []))
  const [message, setMessage] = useState('')
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
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  // With the row before each, which tells where a turn begins.
  const rows = useEventRows(question, items.flatMap(({ index }) => [index - 1, index]), total)
  loaded.current = rows.rowAt

  // Speaks to the window: its place, once, before the rows are painted.
  useLayoutEffect(() => {
    if (opening?.at === 'row') virtual.scrollToIndex(opening.row, { align: 'center' })
    if (opening?.at === 'end') virtual.scrollToIndex(total - 1, { align: 'end' })
    // The opening counts once: what comes later moves nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const { seen, goToEnd } = useFollowing(total, isFollowing, () => virtual.scrollToIndex(total - 1, { align: 'end' }))

  // Speaks to the document: its focus, as soon as the row that is to have it is there.
  useEffect(() => {
    if (!wantsFocus.current || current === null) return
    const target = list.current?.querySelector<HTMLElement>(`[data-index="${current}"] [data-row-focus]`)
    if (!target) return
    wantsFocus.current = false
    target.focus({ preventScroll: true })
  })

  const goTo = (row: number, align: 'auto' | 'center') => {
    wantsFocus.current = true
    setCurrent(row)
    virtual.scrollToIndex(row, { align })
  }
  const isInside = () => list.current?.contains(document.activeElement) === true
  const firstVisible = () => virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + STICKY_PX)?.index ?? 0
  const step = (by: 1 | -1) => {
    if (total === 0) return
    const from = current !== null && (isInside() || targetId !== null) ? current + by : firstVisible()
    goTo(Math.min(Math.max(from, 0), total - 1), 'auto')
  }
  const toggle = useCallback((eventId: string) => {
    setOpen((before) => {
      const after = new Set(before)
      if (!after.delete(eventId)) after.add(eventId)
      return after
    })
  }, [])
  const isOnScreen = (row: number) => row >= firstVisible() && row <= (virtual.range?.endIndex ?? 0)
  const handle: TranscriptHandle = {
    goToEvent: (eventId, row) => {
      setTargetId(eventId)
      goTo(row, 'center')
    },
    goToError: async (by) => {
      // From the current row while it is in sight, else from what is in sight.
      const visible = firstVisible()
      const from = current !== null && isOnScreen(current) ? current : by === 1 ? visible - 1 : visible
      const found = await rowOfNextError(cache, question, from < 0 ? -1 : (rows.rowAt(from)?.seq ?? null), by)
      setMessage(found === null ? (by === 1 ? 'No further error' : 'No error before this') : '')
      if (found !== null) handle.goToEvent(found.eventId, found.row)
    },
  }
  // Speaks to the page around: it calls what the last render made.
  useEffect(() => {
    onReady(handle)
  })
  useEffect(() => () => onReady(null), [onReady])

  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    e: () => void handle.goToError(1),
    E: () => void handle.goToError(-1),
    c: () => setOpen(new Set()),
  })

  return (
    <>
      {rows.error !== null && <ErrorState title="These events could not be loaded" error={rows.error} onRetry={rows.retry} />}
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
              aria-current={row !== undefined && row.id === targetId ? 'true' : undefined}
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
                  isOpen={open.has(row.id)}
                  isTarget={row.id === targetId}
                  isTabStop={item.index === (current ?? first)}
                  onToggle={toggle}
                />
              )}
            </li>
          )
        })}
      </ol>
      <p role="status" className="visually-hidden">
        {message}
      </p>
      {total > seen && (
        <Button look="primary" className={css['newEvents'] ?? ''} onClick={goToEnd}>
          {formatCount(total - seen)} new {total - seen === 1 ? 'event' : 'events'} ↓
        </Button>
      )}
    </>
  )
}

/** How many rows the reader has had a chance to see, and the way to the newest. At the end of a run that goes on, the end is kept. */
function useFollowing(total: number, isFollowing: boolean, scrollToEnd: () => void) {
  const [seen, setSeen] = useState(total)
  const wasAtEnd = useRef(false)
  // Speaks to the window: how far the reader has scrolled.
  useEffect(() => {
    const onScroll = () => {
      wasAtEnd.current = isAtEnd()
      if (wasAtEnd.current) setSeen(total)
    }
    onScroll()
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [total])
  // Speaks to the window: its place, when rows were added below a reader who is at the end.
  useLayoutEffect(() => {
    if (isFollowing && wasAtEnd.current) scrollToEnd()
    // Only a new total is a reason to move.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [total])
  return { seen: Math.min(seen, total), goToEnd: scrollToEnd }
}
