import { KEY_LABELS } from '../../lib/filter-words.ts'
import type { FacetKey } from '../../query/conversations.ts'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { FacetPicker } from './facet-picker.tsx'
import type { ListAddress } from './list-address.ts'

/** The picker of one field beside its button in the filter bar. */
export function FacetPopup({
  address,
  facetKey,
  anchor,
  onClose,
}: PopupAnchor & { readonly address: ListAddress; readonly facetKey: FacetKey }) {
  return (
    <Popup anchor={anchor} label={KEY_LABELS[facetKey]} onClose={onClose}>
      <FacetPicker address={address} facetKey={facetKey} />
    </Popup>
  )
}
