import { lazy, type ReactNode } from 'react'
import { TIME_PRESETS, describeFilters, formatValue } from '../../lib/filter-words.ts'
import { withoutFilters, type Choice, type ListSearch } from '../../lib/search-params.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { PopupButton, type PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import { SearchBox } from './search-box.tsx'
import css from './filter-bar.module.css'

// Popups bring a library of their own, which the first row need not wait for.
const FacetPopup = lazy(async () => ({ default: (await import('./facet-popup.tsx')).FacetPopup }))
const TimePopup = lazy(async () => ({ default: (await import('./time-popup.tsx')).TimePopup }))

/** Search, the pickers of the filters used most, and a chip for every filter that is active. */
export function FilterBar({ address }: { readonly address: ListAddress }) {
  const { search, go } = address
  const [zone] = useZone()
  const now = useNow()
  const chips = describeFilters(search, now, zone)
  return (
    <div className={css['bar']} role="search">
      <SearchBox address={address} />
      {(['status', 'trigger', 'repo'] as const).map((key) => (
        <Picker key={key} label={PICKER_LABELS[key]} chosen={chosenWords(key, search.values[key])}>
          {(popup) => <FacetPopup {...popup} address={address} facetKey={key} />}
        </Picker>
      ))}
      <Picker label="Time" chosen={timeWords(search)}>
        {(popup) => <TimePopup {...popup} address={address} zone={zone} />}
      </Picker>
      {chips.map((chip) => (
        <span key={chip.id} className={css['chip']}>
          <span title={chip.sentence}>{chip.sentence}</span>
          <button type="button" aria-label={`Remove filter: ${chip.sentence}`} onClick={() => go(chip.without)}>
            <Icon name="close" size={13} />
          </button>
        </span>
      ))}
      {chips.length > 0 && (
        <Button look="plain" onClick={() => go(withoutFilters(search))}>
          Clear all
        </Button>
      )}
    </div>
  )
}

const PICKER_LABELS = { status: 'Status', trigger: 'Trigger', repo: 'Repository' } as const

/** A button of the bar: what it narrows, and in a few words to what. */
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
      label={chosen === '' ? label : `${label} ${chosen}`}
      preload={preloadPopups}
      popup={children}
    />
  )
}

const preloadPopups = () => void import('./facet-popup.tsx')

/** The one value chosen, else how many: the chips say the rest. */
function chosenWords(key: 'status' | 'trigger' | 'repo', choice: Choice): string {
  const count = choice.include.length + choice.exclude.length
  const [only] = choice.include
  if (count === 1 && only !== undefined && key !== 'repo') return `· ${formatValue(key, only)}`
  return count === 0 ? '' : `· ${count}`
}

function timeWords({ updated }: ListSearch): string {
  if (updated.from === null && updated.to === null) return ''
  const preset = updated.to === null && updated.from !== null ? TIME_PRESETS.get(updated.from) : undefined
  return `· ${preset ?? 'custom'}`
}
