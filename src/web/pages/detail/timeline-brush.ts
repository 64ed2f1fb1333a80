import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react'

/** A drag is longer than the tremble of a click. */
const DRAG_PX = 4

/**
 * A range that is drawn with a mouse or a pen over a picture, in pixels from its left edge; fingers scroll. Escape gives it up. A drag
 * that began on a link is no click on it (`onClick`).
 */
export function useTimelineBrush(onChoose: (from: number, to: number) => void) {
  const start = useRef<number | null>(null)
  const wasDrag = useRef(false)
  const [range, setRange] = useState<readonly [number, number] | null>(null)
  const end = () => {
    start.current = null
    setRange(null)
  }
  // Speaks to the window: its keyboard, because who drags may have the focus elsewhere.
  useEffect(() => {
    if (range === null) return undefined
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      start.current = null
      setRange(null)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [range])
  const placeOf = (event: PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left
  return {
    range,
    onClick: (event: MouseEvent) => {
      if (wasDrag.current) event.preventDefault()
    },
    events: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        wasDrag.current = false
        if (event.button === 0 && event.pointerType !== 'touch') start.current = placeOf(event)
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current === null) return
        const at = placeOf(event)
        if (range === null && Math.abs(at - start.current) < DRAG_PX) return
        wasDrag.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        setRange([start.current, at])
      },
      onPointerUp: () => {
        if (range !== null) onChoose(...range)
        end()
      },
      onPointerCancel: end,
    },
  }
}
