import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import css from './event.module.css'

/** More than this is only in the document where it is seen. */
const MAX_PAGES_AT_ONCE = 10

/**
 * Pages of something long below each other in a box of their own: few are all drawn, of many those near what is seen. `found` is
 * the number of the page to go to, null for none.
 */
export function Windowed({
  count,
  estimatePx,
  label,
  found,
  overscan = 1,
  direction = 'auto',
  className = '',
  children,
}: {
  readonly count: number
  readonly estimatePx: (page: number) => number
  readonly label: string
  readonly found: number | null
  /** Pages drawn beyond what is seen. */
  readonly overscan?: number
  /** Of what is in it; lines with numbers stand the same way whatever they say. */
  readonly direction?: 'auto' | 'ltr'
  readonly className?: string
  readonly children: (page: number) => ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const isWindowed = count > MAX_PAGES_AT_ONCE
  const virtual = useVirtualizer({
    count: isWindowed ? count : 0,
    getScrollElement: () => box.current,
    estimateSize: estimatePx,
    overscan,
  })
  // Speaks to the box: its place.
  useEffect(() => {
    if (isWindowed && found !== null) virtual.scrollToIndex(found, { align: 'start' })
    // oxlint-disable-next-line react/exhaustive-deps -- a place is gone to when it changes, not whenever the box is drawn
  }, [isWindowed, found])
  return (
    <div
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={label}
      dir={direction}
      className={`${css['pages']} ${className}`}
    >
      {isWindowed ? (
        <div className={css['window']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={css['page']}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {children(item.index)}
            </div>
          ))}
        </div>
      ) : (
        // Pages of one text never change places.
        Array.from({ length: count }, (_, page) => <div key={page}>{children(page)}</div>)
      )}
    </div>
  )
}
