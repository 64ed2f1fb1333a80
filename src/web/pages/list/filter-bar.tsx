import { lazy, type ReactNode } from 'react'
import { describeFilters, type FilterField } from '../../lib/filter-words.ts'
import type { Choice } from '../../lib/list-search.ts'
import { useNow } from '../../ui/clock.ts'
import { PopupButton, type PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import { FilterChips } from './filter-chips.tsx'
import type { ListAddress } from './list-address.ts'
import { SearchBox } from './search-box.tsx'
import css from './filter-bar.module.css'

// Popups bring a library of their own, which the first row need not wait for.
const FacetPopup = lazy(async () => ({ default: (await import('./facet-popup.tsx')).FacetPopup }))
const TimePopup = lazy(async () => ({ default: (await import('./time-popup.tsx')).TimePopup }))
const MorePopup = lazy(async () => ({ default: (await import('./more-popup.tsx')).MorePopup }))
const FilterSheet = lazy(async () => ({ default: (await import('./filter-sheet.tsx')).FilterSheet }))

const PICKERS = { status: 'Status', trigger: 'Trigger', repo: 'Repository' } as const
const ALWAYS_VISIBLE: readonly FilterField[] = ['q', 'status', 'trigger', 'repo', 'updated']

/** Search, the pickers of the filters used most, More for the others, and a chip for every filter that is active. */
export function FilterBar({ address }: { readonly address: ListAddress }) {
  const { search } = address
  const [zone] = useZone()
  const chips = describeFilters(search, useNow(), zone)
  const active = new Set(chips.map((chip) => chip.field))
  const more = [...active].filter((field) => !ALWAYS_VISIBLE.includes(field)).length
  return (
    <div className={css['bar']} role="search">
      <div className={css['controls']}>
        <SearchBox address={address} />
        <span className={css['pickers']}>
          {(['status', 'trigger', 'repo'] as const).map((key) => (
            <Picker key={key} label={PICKERS[key]} chosen={countOf(search.values[key])}>
              {(popup) => <FacetPopup {...popup} address={address} facetKey={key} />}
            </Picker>
          ))}
          <Picker label="Time" chosen={active.has('updated') ? 1 : 0}>
            {(popup) => <TimePopup {...popup} address={address} zone={zone} />}
          </Picker>
          <span data-add-filter>
            <Picker label="More" chosen={more}>
              {(popup) => <MorePopup {...popup} address={address} />}
            </Picker>
          </span>
        </span>
        <span className={css['narrow']} data-add-filter>
          <Picker label="Filters" chosen={active.size - (active.has('q') ? 1 : 0)}>
            {(popup) => <FilterSheet {...popup} address={address} />}
          </Picker>
        </span>
      </div>
      <FilterChips chips={chips} address={address} />
    </div>
  )
}

/** A button of the bar: what it narrows, and how many of its filters are active. The chips say which. */
function Picker({
  label,
  chosen,
  children,
}: {
  readonly label: string
  readonly chosen: number
  readonly children: (popup: PopupAnchor) => ReactNode
}) {
  return (
    <PopupButton
      look={chosen === 0 ? 'normal' : 'on'}
      label={label}
      count={chosen}
      preload={preloadPopups}
      popup={children}
    />
  )
}

const preloadPopups = () => {
  void import('./facet-popup.tsx')
  void import('./more-popup.tsx')
}

function countOf({ include, exclude }: Choice): number {
  return include.length + exclude.length
}
