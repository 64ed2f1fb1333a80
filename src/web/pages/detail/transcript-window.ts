import { defaultRangeExtractor, useWindowVirtualizer, type Range, type VirtualItem } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { estimateRowPx } from '../../lib/event-row.ts'
import { shownRows } from '../../lib/row-folds.ts'
import type { EventQuestion, EventTurn } from '../../query/events.ts'
import { useEventRows, type EventRows } from './event-rows.ts'
import type { Opening } from './opening.ts'
import { leftPlace, useFollowing, useRememberedPlace } from './reading-place.ts'
import { STICKY_PX, useDocumentTop, useHold } from './window-place.ts'

/** What the window over the rows shows, and how to move it. Rows are numbered from 0 under the question, folded ones included. */
export interface TranscriptWindow {
  readonly list: RefObject<HTMLOListElement | null>
  /** The rows to draw, with their distance in pixels from the top of the list. */
  readonly items: readonly { readonly row: number; readonly top: number; readonly place: number }[]
  readonly rows: EventRows
  readonly heightPx: number
  readonly measure: (element: Element | null) => void
  /** How many rows are not folded away. */
  readonly count: number
  /** The row with the tab stop, one that is shown; null before the reader chose one. */
  readonly current: number | null
  readonly setCurrent: (row: number) => void
  readonly firstVisible: () => number
  readonly isOnScreen: (row: number) => boolean
  /** Brings a row into view and makes it the current one; the focus goes there too unless said otherwise. */
  readonly goTo: (row: number, align: 'auto' | 'center', takesFocus?: boolean) => void
  /** The row that is shown after (1) or before (-1) another one; the same at an end. */
  readonly beside: (row: number, by: 1 | -1) => number
  readonly goToEnd: () => void
  /** How many rows the reader has had a chance to see. */
  readonly seen: number
  readonly isFolded: (turn: number) => boolean
  readonly toggleFold: (turn: EventTurn) => void
}

/** Windows the rows of a transcript: only those near the browser's window are drawn, and only their pages are loaded. */
export function useTranscriptWindow({
  question,
  total,
  opening,
  historyStep,
  isFollowing,
}: {
  readonly question: EventQuestion
  readonly total: number
  /** Where to begin, unless this step of the history was left before. */
  readonly opening: Opening | null
  readonly historyStep: string
  readonly isFollowing: boolean
}): TranscriptWindow {
  const list = useRef<HTMLOListElement>(null)
  const top = useDocumentTop(list)
  const [chosen, setCurrent] = useState(opening?.at === 'row' ? opening.row : null)
  const wantsFocus = useRef(false)
  const [folded, setFolded] = useState<ReadonlyMap<number, EventTurn>>(
    () => leftPlace(historyStep)?.folded ?? new Map(),
  )
  const shown = shownRows(total, [...folded.values()])
  const newestShown = useRef(shown)
  newestShown.current = shown
  const current = chosen !== null && shown.isHidden(chosen) ? shown.rowAt(shown.placeOf(chosen)) : chosen

  // The row that has the tab stop stays in the document, so that focus survives scrolling.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const places = defaultRangeExtractor(range)
      const place = current === null ? -1 : newestShown.current.placeOf(current)
      if (place < 0 || place >= range.count || places.includes(place)) return places
      return place < (places[0] ?? 0) ? [place, ...places] : [...places, place]
    },
    [current],
  )
  const loaded = useRef<EventRows['rowAt']>(() => undefined)
  const virtual = useWindowVirtualizer({
    count: shown.count,
    // oxlint-disable-next-line react/exhaustive-deps -- what is folded decides which row a place holds
    getItemKey: useCallback((place: number) => newestShown.current.rowAt(place), [folded]),
    estimateSize: (place) => estimateRowPx(loaded.current(newestShown.current.rowAt(place))),
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: 24,
    rangeExtractor,
    initialMeasurementsCache: leftPlace(historyStep)?.heights ?? [],
  })
  const newestFolded = useRef(folded)
  newestFolded.current = folded
  useRememberedPlace(historyStep, () => ({ heights: virtual.measurementsCache, folded: newestFolded.current }))
  const items = virtual.getVirtualItems()
  // With the row before each, which tells where a turn begins.
  const rows = useEventRows(
    question,
    items.map(({ index }) => shown.rowAt(index)).flatMap((row) => [row - 1, row]),
    total,
  )
  loaded.current = rows.rowAt
  // A turn that goes on grows while it is folded. Never the other way: pages that were asked for earlier know less of it.
  const grown = [...folded.values()].flatMap((turn) => {
    const now = rows.turnOf(turn.turn)
    return now !== undefined && now.rows > turn.rows ? [now] : []
  })
  if (grown.length > 0) setFolded(new Map([...folded, ...grown.map((turn) => [turn.turn, turn] as const)]))

  const hold = useHold(virtual.getTotalSize())
  const goToEnd = () => hold(() => virtual.scrollToIndex(virtual.options.count - 1, { align: 'end' }))
  const seen = useFollowing(total, isFollowing, goToEnd)

  // What the top of the page shows well is shown there, with the title and the banner above it.
  const openAt = (place: number) => {
    const listTop = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY
    const start = (virtual.measurementsCache[place]?.start ?? 0) - virtual.options.scrollMargin
    if (listTop + start < (window.innerHeight * 2) / 3) window.scrollTo(0, 0)
    else virtual.scrollToIndex(place, { align: 'center' })
  }
  // Speaks to the window: its place, once, before the rows are painted.
  useLayoutEffect(() => {
    const before = leftPlace(historyStep)
    if (before !== undefined) hold(() => window.scrollTo(0, before.y))
    else if (opening?.at === 'row') hold(() => openAt(shown.placeOf(opening.row)))
    else if (opening?.at === 'end') goToEnd()
    // oxlint-disable-next-line react/exhaustive-deps -- the opening counts once: what comes later moves nothing
  }, [])

  // Speaks to the document: its focus, as soon as the row that is to have it is there.
  useEffect(() => {
    if (!wantsFocus.current || current === null) return
    const focusable = list.current?.querySelector<HTMLElement>(`[data-row="${current}"] [data-row-focus]`)
    if (!focusable) return
    wantsFocus.current = false
    focusable.focus({ preventScroll: true })
  })

  const unfoldAround = (row: number) => {
    if (!newestShown.current.isHidden(row)) return
    const isAround = (turn: EventTurn) => row >= turn.row && row < turn.row + turn.rows
    // At once: the place to scroll to is another one afterwards.
    flushSync(() => setFolded((before) => new Map([...before].filter(([, turn]) => !isAround(turn)))))
  }
  const rowAtPlace = (place: number) => newestShown.current.rowAt(place)
  const firstVisible = () =>
    rowAtPlace(virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + STICKY_PX)?.index ?? 0)
  return {
    list,
    items: items.map(({ index, start }: VirtualItem) => ({ place: index, row: shown.rowAt(index), top: start - top })),
    rows,
    heightPx: virtual.getTotalSize(),
    measure: virtual.measureElement,
    count: shown.count,
    current,
    setCurrent,
    firstVisible,
    isOnScreen: (row) => {
      // Where it really is: what the windowing knows of the scroll is a frame old.
      const box = list.current?.querySelector(`[data-row="${row}"]`)?.getBoundingClientRect()
      return box !== undefined && box.bottom > STICKY_PX && box.top < window.innerHeight
    },
    goTo: (row, align, takesFocus = true) => {
      unfoldAround(row)
      wantsFocus.current = takesFocus
      setCurrent(row)
      const go = () => virtual.scrollToIndex(newestShown.current.placeOf(row), { align })
      // A step to the next row needs no place of its own: nothing may move after it.
      return align === 'auto' ? go() : hold(go)
    },
    beside: (row, by) => {
      const place = newestShown.current.placeOf(row) + by
      return rowAtPlace(Math.min(Math.max(place, 0), newestShown.current.count - 1))
    },
    goToEnd,
    seen,
    isFolded: (turn) => folded.has(turn),
    toggleFold: (turn) => {
      const after = new Map(folded)
      if (!after.delete(turn.turn)) after.set(turn.turn, turn)
      setFolded(after)
    },
  }
}
