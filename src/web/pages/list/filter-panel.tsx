import { writeAmount } from '../../lib/amount-bounds.ts'
import { KEY_LABELS, type FilterField } from '../../lib/filter-words.ts'
import { SHORTEST_TEXT, withoutPage } from '../../lib/list-search.ts'
import { readTypedCost, readTypedDuration, writeTypedDuration, type Typed } from '../../lib/typed-amounts.ts'
import { useZone } from '../../ui/preferences.ts'
import { FacetPicker } from './facet-picker.tsx'
import type { ListAddress } from './list-address.ts'
import { ParentPicker } from './parent-picker.tsx'
import { TimePicker } from './time-picker.tsx'
import { TypedFields } from '../../ui/typed-fields.tsx'

/** What people read for each filter. */
export const FILTER_LABELS: Readonly<Record<FilterField, string>> = {
  ...KEY_LABELS,
  q: 'Search',
  text: 'Text',
  title: 'Title',
  updated: 'Time',
  created: 'Created',
  cost: 'Cost',
  duration: 'Duration',
  errors: 'Has errors',
}

interface Part {
  readonly address: ListAddress
  readonly takesFocus: boolean
  /** The filter was applied. */
  readonly onDone: () => void
}

/** How to set one filter. */
export function FilterPanel({ field, ...part }: Part & { readonly field: FilterField }) {
  const [zone] = useZone()
  switch (field) {
    case 'updated':
    case 'created':
      return <TimePicker {...part} field={field} zone={zone} />
    case 'cost':
    case 'duration':
      return <AmountPicker {...part} field={field} />
    case 'title':
      return <TitlePicker {...part} />
    case 'text':
      return <TextPicker {...part} />
    case 'parent':
      return <ParentPicker {...part} />
    // Both are set elsewhere.
    case 'q':
    case 'errors':
      return null
    default:
      return <FacetPicker address={part.address} facetKey={field} takesFocus={part.takesFocus} />
  }
}

const AMOUNTS = {
  cost: {
    read: readTypedCost,
    write: writeAmount,
    placeholder: '1.50',
    note: 'In US dollars. A conversation whose cost is unknown is in no range.',
  },
  duration: {
    read: readTypedDuration,
    write: writeTypedDuration,
    placeholder: '1h 30m',
    note: 'In seconds, or with units: 90, 15m, 1h 30m, 2d.',
  },
} as const

function AmountPicker({ address: { search, go }, takesFocus, onDone, field }: Part & { field: 'cost' | 'duration' }) {
  const { from, to } = search[field]
  const { read, write, placeholder, note } = AMOUNTS[field]
  const toText = (amount: number | null) => (amount === null ? '' : write(amount))
  return (
    <TypedFields
      fields={[
        { label: 'From', text: toText(from), placeholder },
        { label: 'Below', text: toText(to), placeholder },
      ]}
      read={read}
      check={([least, below]) =>
        least != null && below != null && least >= below ? 'This has to be more than “From”.' : null
      }
      note={note}
      takesFocus={takesFocus}
      onApply={([least = null, below = null]) => {
        onDone()
        go(withoutPage({ ...search, [field]: { from: least, to: below } }))
      }}
    />
  )
}

function TitlePicker({ address: { search, go }, takesFocus, onDone }: Part) {
  return (
    <TypedFields
      fields={[
        { label: 'Contains', text: search.title },
        { label: 'Does not contain', text: search.notTitle },
      ]}
      read={readText}
      note="Of the title as it is shown, in any case."
      takesFocus={takesFocus}
      onApply={([title, notTitle]) => {
        onDone()
        go(withoutPage({ ...search, title: title ?? '', notTitle: notTitle ?? '' }))
      }}
    />
  )
}

function TextPicker({ address: { search, go }, takesFocus, onDone }: Part) {
  return (
    <TypedFields
      fields={[{ label: 'Does not contain', text: search.notQ }]}
      read={readLongText}
      note="Neither in the title nor in any event. What it should contain goes into Search."
      takesFocus={takesFocus}
      onApply={([text]) => {
        onDone()
        go(withoutPage({ ...search, notQ: text ?? '' }))
      }}
    />
  )
}

function readText(text: string): Typed<string> {
  return { value: text.trim() === '' ? null : text.trim() }
}

function readLongText(text: string): Typed<string> {
  const length = [...text.trim()].length
  return length > 0 && length < SHORTEST_TEXT ? { problem: `${SHORTEST_TEXT} letters at least.` } : readText(text)
}
