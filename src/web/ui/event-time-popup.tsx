import type { Zone } from '../lib/format-time.ts'
import type { TimeRange } from '../lib/list-search.ts'
import { Popup } from './popup.tsx'
import type { PopupAnchor } from './popup-button.tsx'
import { TimeRangePicker } from './time-range-picker.tsx'

/** When the event happened. */
export function EventTimePopup({
  time,
  zone,
  onChoose,
  anchor,
  onClose,
}: PopupAnchor & {
  readonly time: TimeRange
  readonly zone: Zone
  readonly onChoose: (range: TimeRange) => void
}) {
  const choose = (range: TimeRange) => {
    onChoose(range)
    onClose()
    anchor.focus()
  }
  return (
    <Popup anchor={anchor} label="Time" onClose={onClose}>
      <TimeRangePicker
        name="Time of the event"
        meaning="When the event happened"
        range={time}
        zone={zone}
        onChoose={choose}
      />
    </Popup>
  )
}
