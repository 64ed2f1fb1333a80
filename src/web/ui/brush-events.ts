import { useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react'
import { NO_BRUSH, bucketAt, moveBrush, spanOf, type Span } from '../lib/histogram-brush.ts'

/**
 * A brush over `count` buckets side by side, and the events that move it. Pointer: a click or a drag. Keyboard: arrow keys, with Shift
 * they select; Enter chooses, Escape ends the selection and then the pointing. `onChoose` is told which buckets were chosen.
 */
export function useBrush(count: number, onChoose: (span: Span) => void) {
  const [brush, setBrush] = useState(NO_BRUSH)
  const span = spanOf(brush, count)
  const isSelecting = brush.anchor !== null
  const clear = () => setBrush(NO_BRUSH)

  const choose = () => {
    clear()
    if (span !== null) onChoose(span)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const moved = moveBrush(brush, event.key, event.shiftKey, count)
    if (moved !== null) setBrush(moved)
    else if (event.key === 'Enter') choose()
    else if (event.key === 'Escape' && brush.at !== null) setBrush(isSelecting ? { ...brush, anchor: null } : NO_BRUSH)
    else return
    event.preventDefault()
    // Escape ends the top layer alone.
    event.stopPropagation()
  }
  const bucketUnder = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return count === 0 ? null : bucketAt(event.clientX - left, width, count)
  }
  const isCaptured = (event: PointerEvent<HTMLElement>) => event.currentTarget.hasPointerCapture(event.pointerId)

  return {
    span,
    isSelecting,
    clear,
    /** For the control that lies over the buckets from edge to edge. */
    events: {
      onKeyDown,
      onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) => {
        if (count > 0 && currentTarget.matches(':focus-visible')) setBrush({ at: count - 1, anchor: null })
      },
      onBlur: clear,
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = bucketUnder(event)
        setBrush({ at, anchor: at })
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        // What the keyboard selects stays where it is, whatever lies below a pointer that rests there.
        if (isSelecting && !isCaptured(event)) return
        setBrush({ at: bucketUnder(event), anchor: brush.anchor })
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        if (isSelecting && isCaptured(event)) choose()
      },
      onPointerCancel: clear,
    },
    /** For what surrounds it and what is said of a bucket: there the pointer may rest. */
    onPointerLeave: ({ currentTarget }: PointerEvent<HTMLElement>) => {
      if (!isSelecting && currentTarget.querySelector(':focus-visible') === null) clear()
    },
  }
}
