import { lazy, type ReactNode } from 'react'
import { describeFilters, type FilterField } from '../../lib/filter-words.ts'
import type { Choice, ListSearch } from '../../lib/search-params.ts'
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
          <Picker label="Time" chosen={timeWord(search)}>
            {(popup) => <TimePopup {...popup} address={address} zone={zone} />}
          </Picker>
          <span data-add-filter>
            <Picker label="More" chosen={wordOf(more)}>
              {(popup) => <MorePopup {...popup} address={address} />}
            </Picker>
          </span>
        </span>
        <span className={css['narrow']} data-add-filter>
          <Picker label="Filters" chosen={wordOf(active.size - (active.has('q') ? 1 : 0))}>
            {(popup) => <FilterSheet {...popup} address={address} />}
          </Picker>
        </span>
      </div>
      <FilterChips chips={chips} address={address} />
    </div>
  )
}

/** A button of the bar: what it narrows, and how many of its filters are active. The chips say which; the button hardly grows. */
function Picker({
  label,
  chosen,
  children,
}: {
  readonly label: string
  readonly chosen: string
  readonly children: (popup: PopupAnchor) => ReactNode
}) {
  return (
    <PopupButton
      look={chosen === '' ? 'normal' : 'on'}
      label={chosen === '' ? label : `${label} · ${chosen}`}
      preload={preloadPopups}
      popup={children}
    />
  )
}

const preloadPopups = () => {
  void import('./facet-popup.tsx')
  void import('./more-popup.tsx')
}

function countOf({ include, exclude }: Choice): string {
  return wordOf(include.length + exclude.length)
}

function wordOf(count: number): string {
  return count === 0 ? '' : String(count)
}

/** `24h` of a relative range, else that there is one. */
function timeWord({ updated: { from, to } }: ListSearch): string {
  if (from === null && to === null) return ''
  return to === null && from !== null && !from.includes('T') ? from.replace('-', '') : 'custom'
}
