import { withoutFilters } from '../../lib/list-search.ts'
import { Button } from '../../ui/button.tsx'
import { useModal } from '../../ui/modal.ts'
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
  // By itself the browser would give the focus to the list, because that scrolls.
  const sheet = useModal('button')
  const closed = () => {
    onClose()
    // By itself the browser would give the focus back to where it was, which after a key is nowhere.
    anchor.focus()
  }
  return (
    <dialog ref={sheet} className={css['sheet']} aria-label="Filters" onClose={closed}>
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
