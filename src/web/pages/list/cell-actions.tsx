import { Suspense, lazy, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { cellValues } from './cell-values.ts'
import { COLUMN_LABELS } from '../../lib/list-columns.ts'
import { isKeyOf, namedAction } from '../../lib/shortcuts.ts'
import type { MenuAnchor } from './cell-menu.tsx'
import { cellOf, isSameCell, nextCell, type Cell } from './cell-place.ts'
import type { ListAddress } from './list-address.ts'
import type { TableRow } from './list-tree.ts'
import { useTableEvents } from './table-events.ts'
import css from './cell-actions.module.css'

const CellMenu = lazy(async () => ({ default: (await import('./cell-menu.tsx')).CellMenu }))
const preloadMenu = () => void import('./cell-menu.tsx')

/** A menu that is open: of which cell, where, and what gets the focus afterwards. */
interface OpenMenu {
  readonly cell: Cell
  readonly anchor: MenuAnchor
  readonly focusAfter: HTMLElement
}

/**
 * The menus of the table's cells, by right click, by the key for it, or by the button in the cell that is pointed at and in
 * the one that has the focus. Not a button in each cell: 50 rows have 400 of them.
 */
export function CellActions({ address, rows }: { readonly address: ListAddress; readonly rows: readonly TableRow[] }) {
  const valuesOf = ({ rowId, column }: Cell) => {
    const row = rows.find(({ conversation }) => conversation.id === rowId)
    return row ? cellValues(row.conversation, column) : []
  }
  const hasValues = (cell: Cell) => valuesOf(cell).length > 0
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const { pointed, focused, setFocused } = useCells(hasValues, setMenu)

  const close = ({ cell }: OpenMenu) => {
    // The cell keeps its button, which may get the focus back.
    setFocused(cell)
    setMenu(null)
  }

  const cells = [focused, menu?.cell ?? null, pointed].filter((cell) => cell !== null && hasValues(cell))
  const places = new Map(cells.map((cell) => [cell?.place, cell]))
  return (
    <>
      {[...places.values()].map(
        (cell) => cell && createPortal(<CellButton cell={cell} onOpen={setMenu} />, cell.place, keyOf(cell)),
      )}
      {menu && (
        <Suspense>
          <CellMenu
            key={keyOf(menu.cell)}
            values={valuesOf(menu.cell)}
            address={address}
            anchor={menu.anchor}
            focusAfter={menu.focusAfter}
            onClose={() => close(menu)}
          />
        </Suspense>
      )}
    </>
  )
}

const keyOf = ({ rowId, column }: Cell) => `${rowId} ${column}`

/** Opens the menu of its cell. The arrow keys reach it, so that Tab walks over rows and not over cells. */
function CellButton({ cell, onOpen }: { readonly cell: Cell; readonly onOpen: (menu: OpenMenu) => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-cell-menu
      className={css['button']}
      aria-haspopup="menu"
      aria-label={`Actions for ${COLUMN_LABELS[cell.column]}`}
      onPointerEnter={preloadMenu}
      onFocus={preloadMenu}
      onClick={({ currentTarget }) => onOpen({ cell, anchor: currentTarget, focusAfter: currentTarget })}
    >
      <span aria-hidden="true">⋯</span>
    </button>
  )
}

/** The cells that are pointed at and that have the focus; opens menus by right click and by keys. */
function useCells(hasValues: (cell: Cell) => boolean, open: (menu: OpenMenu) => void) {
  const [pointed, setPointed] = useState<Cell | null>(null)
  const [focused, setFocused] = useState<Cell | null>(null)
  const isStepping = useRef(false)
  const keepSame = (cell: Cell | null) => (before: Cell | null) => (isSameCell(before, cell) ? before : cell)

  useTableEvents({
    onPoint: (target) => setPointed(keepSame(cellOf(target))),
    onFocus: (target) => setFocused(keepSame(cellOf(target))),
    onContextMenu: (event) => {
      const cell = cellOf(event.target)
      if (cell === null || isBrowsersMenu(event) || !hasValues(cell)) return
      event.preventDefault()
      const at = new DOMRect(event.clientX, event.clientY, 0, 0)
      open({ cell, anchor: { getBoundingClientRect: () => at }, focusAfter: cell.link })
    },
    onKeyDown: (event) => {
      const { target } = event
      const cell = cellOf(target)
      if (cell === null || !(target instanceof HTMLElement)) return
      const goBy = (step: number) => () => {
        isStepping.current = true
        setFocused(nextCell(cell, step, hasValues))
      }
      const openHere = () => open({ cell, anchor: target, focusAfter: target })
      const act =
        namedAction({ nextCell: goBy(1), previousCell: goBy(-1) }, event) ??
        (isMenuKey(event) && hasValues(cell) ? openHere : null)
      if (act === null) return
      event.preventDefault()
      act()
    },
  })

  // Speaks to the document: its focus, once the button of the cell that was stepped to is there.
  useLayoutEffect(() => {
    if (!isStepping.current || focused === null) return
    isStepping.current = false
    const button = focused.place.querySelector<HTMLElement>('[data-cell-menu]')
    if (focused.column === 'title') focused.link.focus()
    else button?.focus()
  }, [focused])
  return { pointed, focused, setFocused }
}

function isMenuKey({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && isKeyOf('cellMenu', shiftKey ? `Shift ${key}` : key)
}

/** A link and a selection have menus of the browser's own, and Shift asks for it everywhere. */
function isBrowsersMenu({ shiftKey, target }: MouseEvent): boolean {
  const isLink = target instanceof Element && target.closest('a') !== null
  return shiftKey || isLink || window.getSelection()?.isCollapsed === false
}
