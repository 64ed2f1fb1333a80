import type { Zone } from '../../lib/format-time.ts'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import type { ListAddress } from './list-address.ts'
import { TimePicker } from './time-picker.tsx'

/** When a conversation was updated last, beside its button in the filter bar. */
export function TimePopup({
  address,
  zone,
  anchor,
  onClose,
}: PopupAnchor & { readonly address: ListAddress; readonly zone: Zone }) {
  const close = () => {
    onClose()
    anchor.focus()
  }
  return (
    <Popup anchor={anchor} label="Time" onClose={onClose}>
      <TimePicker address={address} field="updated" zone={zone} onDone={close} />
    </Popup>
  )
}
