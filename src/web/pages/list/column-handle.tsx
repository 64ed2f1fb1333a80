import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { COLUMN_LABELS, type AnyColumnId } from '../../lib/list-columns.ts'
import { MAX_WIDTH, MIN_WIDTH } from '../../lib/table-arrangement.ts'
import { clampWidth } from '../../lib/table-layout.ts'
import { changeLayout } from './table-layout-store.ts'
import css from './column-handle.module.css'

/** Pixels of one press of an arrow key. */
const STEP = 16

/** The right edge of a column, which changes its width: dragged, by arrow keys, and reset by a double click or Delete. */
export function ColumnHandle({ id, width }: { readonly id: AnyColumnId; readonly width: number }) {
  const drag = useDrag(id, width)
  const onKeyDown = (event: KeyboardEvent) => {
    const act = {
      ArrowLeft: () => setWidth(id, width - STEP),
      ArrowRight: () => setWidth(id, width + STEP),
      Home: () => setWidth(id, MIN_WIDTH),
      End: () => setWidth(id, MAX_WIDTH),
      Delete: () => resetWidth(id),
      Escape: drag.cancel,
    }[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
  return (
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${COLUMN_LABELS[id]}`}
      aria-valuenow={width}
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      aria-valuetext={`${width} pixels`}
      title="Drag to resize, double-click to reset"
      className={css['handle']}
      onKeyDown={onKeyDown}
      onDoubleClick={() => resetWidth(id)}
      {...drag.handlers}
    />
  )
}

function setWidth(id: AnyColumnId, px: number): void {
  changeLayout(({ widths }) => ({ widths: { ...widths, [id]: clampWidth(px) } }))
}

function resetWidth(id: AnyColumnId): void {
  changeLayout(({ widths }) => ({ widths: Object.fromEntries(Object.entries(widths).filter(([key]) => key !== id)) }))
}

/** While the edge is dragged only the variable of the column changes; the layout learns of it when it is let go. */
function useDrag(id: AnyColumnId, width: number) {
  const start = useRef<{ readonly x: number; readonly px: number; readonly table: HTMLElement } | null>(null)
  const show = (px: number) => start.current?.table.style.setProperty(`--w-${id}`, `${clampWidth(px)}px`)
  const at = (event: PointerEvent) => (start.current ? start.current.px + event.clientX - start.current.x : null)
  const cancel = () => {
    show(start.current?.px ?? width)
    start.current = null
  }
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const table = event.currentTarget.closest('table')?.parentElement
      if (event.button !== 0 || !table) return
      event.preventDefault()
      event.currentTarget.focus()
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = { x: event.clientX, px: width, table }
    },
    onPointerMove: (event: PointerEvent) => {
      const px = at(event)
      if (px === null || px === width) return
      // A column that takes what the others leave gets a width of its own first, which is the one that it has.
      if (start.current?.table.style.getPropertyValue(`--w-${id}`) === 'auto') setWidth(id, width)
      show(px)
    },
    onPointerUp: (event: PointerEvent) => {
      const px = at(event)
      start.current = null
      if (px !== null && clampWidth(px) !== width) setWidth(id, px)
    },
    onPointerCancel: cancel,
  }
  return { handlers, cancel }
}
