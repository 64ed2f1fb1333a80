import { useState, type PointerEvent } from 'react'

/** A row that is being dragged, and the place where it would be dropped. */
interface RowDrag {
  readonly from: number
  readonly to: number
}

/**
 * Dragging one of `count` rows of equal height by its grip. The rows stay where they are in the document while one is
 * dragged (draw them by `order`), or the grip would lose the pointer; `onDrop` comes once, at the end.
 */
export function useRowDrag(count: number, onDrop: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<RowDrag | null>(null)
  const grip = (from: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ from, to: from })
    },
    onPointerMove: ({ currentTarget, clientY }: PointerEvent<HTMLElement>) => {
      const rows = currentTarget.closest('ul')?.getBoundingClientRect()
      if (drag === null || !rows) return
      const to = Math.floor(((clientY - rows.top) / rows.height) * count)
      setDrag({ from: drag.from, to: Math.min(count - 1, Math.max(0, to)) })
    },
    onPointerUp: () => {
      if (drag !== null && drag.to !== drag.from) onDrop(drag.from, drag.to)
      setDrag(null)
    },
    onPointerCancel: () => setDrag(null),
  })
  return { drag, grip }
}
