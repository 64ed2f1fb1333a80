import { Fragment, useState, type MouseEvent } from 'react'
import type { FilterChip } from '../../lib/filter-words.ts'
import { withoutFilters, type ListSearch } from '../../lib/list-search.ts'
import { Button } from '../../ui/button.tsx'
import { focusBeside } from '../../ui/focus-beside.ts'
import { Icon } from '../../ui/icon.tsx'
import type { ListAddress } from './list-address.ts'
import css from './filter-bar.module.css'

/** How many values of a filter are shown at most before the rest is folded, and how many then. */
const MOST = 4
const FOLDED = 3

/** A chip for every active filter, with a button for each of its values that takes it away; "Clear all" takes all. */
export function FilterChips({
  chips,
  address: { search, go },
}: {
  readonly chips: readonly FilterChip[]
  readonly address: ListAddress
}) {
  if (chips.length === 0) return null
  const leave = (without: ListSearch) => (event: MouseEvent<HTMLElement>) => {
    focusBeside(event.currentTarget)
    go(without)
  }
  return (
    <>
      {chips.map((chip) => (
        <Chip key={chip.id} chip={chip} leave={leave} />
      ))}
      <Button look="plain" onClick={leave(withoutFilters(search))}>
        Clear all
      </Button>
    </>
  )
}

function Chip({
  chip: { lead, parts },
  leave,
}: {
  readonly chip: FilterChip
  readonly leave: (without: ListSearch) => (event: MouseEvent<HTMLElement>) => void
}) {
  const [isOpen, setOpen] = useState(false)
  const openAt = (button: HTMLElement) => {
    // The values come where this button was.
    if (button.previousElementSibling instanceof HTMLElement) button.previousElementSibling.focus()
    setOpen(true)
  }
  const shown = isOpen || parts.length <= MOST ? parts : parts.slice(0, FOLDED)
  return (
    <span className={css['chip']}>
      {lead}
      {shown.map((part, at) => (
        <Fragment key={part.sentence}>
          {at > 0 && 'or'}
          <span title={part.sentence}>{part.word}</span>
          <button type="button" data-leave aria-label={`Remove filter: ${part.sentence}`} onClick={leave(part.without)}>
            <Icon name="close" size={13} />
          </button>
        </Fragment>
      ))}
      {shown.length < parts.length && (
        <button type="button" onClick={(event) => openAt(event.currentTarget)}>
          or {parts.length - shown.length} more
        </button>
      )}
    </span>
  )
}
