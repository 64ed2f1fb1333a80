import type { Zone } from '../../lib/format-time.ts'
import { withoutPage } from '../../lib/list-search.ts'
import { TimeRangePicker } from '../../ui/time-range-picker.tsx'
import type { ListAddress } from './list-address.ts'

const WORDS = {
  updated: { name: 'Updated', meaning: 'Time of the last update' },
  created: { name: 'Created', meaning: 'Time of creation' },
} as const

/** When a conversation was updated or created. */
export function TimePicker({
  address: { search, go },
  field,
  zone,
  takesFocus = false,
  onDone,
}: {
  readonly address: ListAddress
  readonly field: keyof typeof WORDS
  readonly zone: Zone
  readonly takesFocus?: boolean
  readonly onDone: () => void
}) {
  return (
    <TimeRangePicker
      {...WORDS[field]}
      range={search[field]}
      zone={zone}
      takesFocus={takesFocus}
      onChoose={(range) => {
        onDone()
        go(withoutPage({ ...search, [field]: range }))
      }}
    />
  )
}
