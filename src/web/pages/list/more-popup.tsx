import type { FilterField } from '../../lib/filter-words.ts'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { FilterMenu } from './filter-menu.tsx'
import type { ListAddress } from './list-address.ts'

/** The filters that are used less, beside the button More. */
export const MORE_FIELDS: readonly FilterField[] = [
  'created',
  'branch',
  'model',
  'provider',
  'cost',
  'duration',
  'errors',
  'source',
  'tag',
  'parent',
  'title',
  'text',
]

/** The popup of the button More. */
export function MorePopup({ address, anchor, onClose }: PopupAnchor & { readonly address: ListAddress }) {
  return (
    <Popup anchor={anchor} label="More filters" onClose={onClose}>
      <FilterMenu address={address} fields={MORE_FIELDS} />
    </Popup>
  )
}
