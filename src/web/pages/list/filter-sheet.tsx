import { useEffect, useRef, type MouseEvent } from 'react'
import { withoutFilters } from '../../lib/list-search.ts'
import { Button } from '../../ui/button.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { FilterMenu } from './filter-menu.tsx'
import type { ListAddress } from './list-address.ts'
import { MORE_FIELDS } from './more-popup.tsx'
import css from './filter-sheet.module.css'

const FIELDS = ['status', 'trigger', 'repo', 'updated', ...MORE_FIELDS] as const

/** All filters in one sheet, for screens that are too narrow for a bar of pickers. */
export function FilterSheet({
  address: { search, go, ...address },
  anchor,
  onClose,
}: PopupAnchor & { address: ListAddress }) {
  const sheet = useRef<HTMLDialogElement>(null)
  // Speaks to the browser: only it can make the rest of the page inert. By itself it would give the focus to the list,
  // because that scrolls.
  useEffect(() => {
    sheet.current?.showModal()
    sheet.current?.querySelector('button')?.focus()
  }, [])
  const closed = () => {
    onClose()
    // By itself the browser would give the focus back to where it was, which after a key is nowhere.
    anchor.focus()
  }
  const onClick = (event: MouseEvent) => {
    // Only the backdrop is the dialog itself: its content covers all of it.
    if (event.target === sheet.current) sheet.current.close()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc does what a press on the backdrop does
    <dialog ref={sheet} className={css['sheet']} aria-label="Filters" onClose={closed} onClick={onClick}>
      <div className={css['content']}>
        <FilterMenu address={{ search, go, ...address }} fields={FIELDS} takesFocus={false} />
        <div className={css['foot']}>
          <Button look="plain" onClick={() => go(withoutFilters(search))}>
            Clear all
          </Button>
          <Button look="primary" onClick={() => sheet.current?.close()}>
            Done
          </Button>
        </div>
      </div>
    </dialog>
  )
}
