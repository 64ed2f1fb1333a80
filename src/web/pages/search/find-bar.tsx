import { lazy, useState, type MouseEvent, type ReactNode } from 'react'
import { EVENT_SOURCE_LABELS, KIND_LABELS } from '../../../contract/kinds.ts'
import { FLAG_KEYS, withChange, withoutCrossFilters, type EventKey } from '../../lib/cross-search.ts'
import {
  EVENT_KEY_LABELS,
  FLAG_LABELS,
  describeCrossFilters,
  describeTime,
  type CrossChip,
} from '../../lib/cross-words.ts'
import { KEY_LABELS } from '../../lib/filter-words.ts'
import type { Choice } from '../../lib/list-search.ts'
import { NONE } from '../../lib/search-params.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { focusBeside } from '../../ui/focus-beside.ts'
import { Icon } from '../../ui/icon.tsx'
import { PopupButton, type PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import type { FindAddress } from './find-address.ts'
import { FindBox } from './find-box.tsx'
import css from './find-bar.module.css'

const ChoicePopup = lazy(async () => ({ default: (await import('./choice-popup.tsx')).ChoicePopup }))
const ToolPopup = lazy(async () => ({ default: (await import('./tool-popup.tsx')).ToolPopup }))
const EventTimePopup = lazy(async () => ({ default: (await import('../../ui/event-time-popup.tsx')).EventTimePopup }))
const FacetPopup = lazy(async () => ({ default: (await import('../list/facet-popup.tsx')).FacetPopup }))
const preload = () => void import('./choice-popup.tsx')

const VALUES = {
  kind: [...KIND_LABELS.keys()],
  esource: [...EVENT_SOURCE_LABELS.keys(), NONE],
} as const

/** Text, filters of events, filters of their conversations, and a chip for every filter that is active. */
export function FindBar({ address }: { readonly address: FindAddress }) {
  const [isOpen, setIsOpen] = useState(false)
  const chips = useChips(address)
  return (
    <div className={css['bar']} role="search">
      <FindBox address={address} />
      <Button
        className={css['more'] ?? ''}
        look={chips.length > 0 ? 'on' : 'normal'}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        Filters{chips.length > 0 && ` · ${chips.length}`}
        <Icon name="chevron-down" size={13} />
      </Button>
      <div className={`${css['filters']} ${isOpen ? css['open'] : ''}`}>
        <EventFilters address={address} />
        <ConversationFilters address={address} />
      </div>
      {chips.length > 0 && <Chips address={address} chips={chips} />}
    </div>
  )
}

function useChips({ search }: FindAddress): readonly CrossChip[] {
  const [zone] = useZone()
  return describeCrossFilters(search, useNow(), zone)
}

function Chips({
  address: { search, go },
  chips,
}: {
  readonly address: FindAddress
  readonly chips: readonly CrossChip[]
}) {
  const leave = (without: FindAddress['search']) => (event: MouseEvent<HTMLElement>) => {
    focusBeside(event.currentTarget)
    go(without)
  }
  return (
    <div className={css['chips']}>
      {chips.map(({ id, sentence, without }) => (
        <span key={id} className={css['chip']}>
          <span title={sentence}>{sentence}</span>
          <button type="button" data-leave aria-label={`Remove filter: ${sentence}`} onClick={leave(without)}>
            <Icon name="close" size={13} />
          </button>
        </span>
      ))}
      <Button look="plain" onClick={leave(withoutCrossFilters(search))}>
        Clear all
      </Button>
    </div>
  )
}

/** What an event has to be. */
function EventFilters({ address }: { readonly address: FindAddress }) {
  const { search, go } = address
  const [zone] = useZone()
  const now = useNow()
  const choose = (key: EventKey) => (choice: Choice) =>
    go(withChange(search, { choices: { ...search.choices, [key]: choice } }))
  const time = describeTime(search.time, now, zone)
  return (
    <div role="group" aria-label="Events" className={css['group']}>
      {(['kind', 'esource'] as const).map((key) => (
        <Picker key={key} label={EVENT_KEY_LABELS[key]} count={countOf(search.choices[key])}>
          {(popup) => (
            <ChoicePopup
              {...popup}
              eventKey={key}
              values={VALUES[key]}
              choice={search.choices[key]}
              onChoose={choose(key)}
            />
          )}
        </Picker>
      ))}
      <Picker label={EVENT_KEY_LABELS.tool} count={countOf(search.choices.tool)}>
        {(popup) => <ToolPopup {...popup} choice={search.choices.tool} onChoose={choose('tool')} />}
      </Picker>
      <Picker label="Time" count={time === null ? 0 : 1}>
        {(popup) => (
          <EventTimePopup
            {...popup}
            zone={zone}
            time={search.time}
            onChoose={(range) => go(withChange(search, { time: range }))}
          />
        )}
      </Picker>
      {FLAG_KEYS.map((key) => (
        <Button
          key={key}
          look={search.flags[key] ? 'on' : 'normal'}
          aria-pressed={search.flags[key]}
          onClick={() => go(withChange(search, { flags: { ...search.flags, [key]: !search.flags[key] } }))}
        >
          {FLAG_LABELS[key]}
        </Button>
      ))}
    </div>
  )
}

/** What the conversation has to be: the pickers of the list, whose counts are of conversations, whatever the text. */
function ConversationFilters({ address: { search, go } }: { readonly address: FindAddress }) {
  const ofConversations = {
    search: search.conversations,
    problems: [],
    go: (conversations: FindAddress['search']['conversations']) => go(withChange(search, { conversations })),
  }
  return (
    <div role="group" aria-label="Conversations" className={css['group']}>
      <span className={css['in']} aria-hidden="true">
        in
      </span>
      {(['status', 'repo', 'trigger'] as const).map((key) => (
        <Picker key={key} label={KEY_LABELS[key]} count={countOf(search.conversations.values[key])}>
          {(popup) => <FacetPopup {...popup} address={ofConversations} facetKey={key} />}
        </Picker>
      ))}
    </div>
  )
}

function Picker({
  label,
  count,
  children,
}: {
  readonly label: string
  readonly count: number
  readonly children: (popup: PopupAnchor) => ReactNode
}) {
  return (
    <PopupButton label={label} count={count} look={count === 0 ? 'normal' : 'on'} preload={preload} popup={children} />
  )
}

const countOf = (choice: Choice) => choice.include.length + choice.exclude.length
