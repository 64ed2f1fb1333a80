import type { VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { EventTurn } from '../../query/events.ts'
import { isAtEnd } from './window-place.ts'

/** How the rows of a page are: their heights in pixels, and the turns that are folded, by number. */
interface RowsAsTheyAre {
  readonly heights: VirtualItem[]
  readonly folded: ReadonlyMap<number, EventTurn>
}

/** The same with the scroll (pixels), by step of the history, so that going back finds the page as it was left. The oldest are forgotten. */
const left = new Map<string, RowsAsTheyAre & { readonly y: number }>()
const MAX_REMEMBERED = 20
/** Rows whose heights are remembered in all, but for those of the newest step: 100,000 take some megabytes. */
const MAX_REMEMBERED_ROWS = 300_000

/** How a step of the history was left, or undefined where it is new or forgotten. */
export function leftPlace(historyStep: string) {
  return left.get(historyStep)
}

/** Remembers, under this step of the history, what the window shows when the rows leave the page. */
export function useRememberedPlace(historyStep: string, readRows: () => RowsAsTheyAre) {
  // Speaks to the memory above: what the window last showed. In step with the layout, because a page that has lost its rows
  // scrolls by itself before the next paint.
  useLayoutEffect(() => {
    let y = window.scrollY
    const onScroll = () => {
      y = window.scrollY
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      window.removeEventListener('scroll', onScroll)
      left.delete(historyStep)
      left.set(historyStep, { y, ...readRows() })
      forgetOldest()
    }
    // oxlint-disable-next-line react/exhaustive-deps -- rows are read once, at the end, of the same virtualizer all along
  }, [historyStep])
}

function forgetOldest(): void {
  let rows = 0
  const newestFirst = [...left].toReversed()
  newestFirst.forEach(([step, { heights }], at) => {
    rows += heights.length
    if (at >= MAX_REMEMBERED || (at > 0 && rows > MAX_REMEMBERED_ROWS)) left.delete(step)
  })
}

/** How many rows the reader has had a chance to see. At the end of a run that goes on, the end is kept in sight. */
export function useFollowing(total: number, isFollowing: boolean, scrollToEnd: () => void) {
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
    // oxlint-disable-next-line react/exhaustive-deps -- only a new total is a reason to move
  }, [total])
  return Math.min(seen, total)
}
