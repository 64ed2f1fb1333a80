import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState, type KeyboardEvent } from 'react'
import { isFoundByLabel, toFacetList } from '../../lib/facet-rows.ts'
import { KEY_LABELS } from '../../lib/filter-words.ts'
import { formatPlural } from '../../lib/format.ts'
import { toggleValue, withChoice, type Choice } from '../../lib/list-search.ts'
import { conversationFacet, type FacetKey } from '../../query/conversations.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { focusNow } from '../../ui/focus-now.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'
import { FacetFoot, MOST, nextLimit } from './facet-foot.tsx'
import { FacetValues } from './facet-values.tsx'
import type { ListAddress } from './list-address.ts'
import css from './facet-picker.module.css'

/** How many values are listed at first. */
const FIRST = 12

/**
 * The values of one field with their counts under all other filters: type to find one, include, exclude or only. Values are
 * toggle buttons, not options of a listbox, because each has actions of its own, which an option may not hold.
 */
export function FacetPicker({
  address: { search, go },
  facetKey,
  takesFocus = false,
}: {
  readonly address: ListAddress
  readonly facetKey: FacetKey
  readonly takesFocus?: boolean
}) {
  const [text, setText] = useState('')
  const [limit, setLimit] = useState(FIRST)
  const [said, setSaid] = useState('')
  const [zone] = useZone()
  const box = useRef<HTMLDivElement>(null)
  const typed = useDeferredValue(text.trim())
  const cache = useQueryClient()
  const question = (word: string) => {
    const byLabel = isFoundByLabel(facetKey)
    return conversationFacet(
      search,
      zoneName(zone),
      facetKey,
      byLabel ? '' : word,
      byLabel && word !== '' ? MOST : limit,
    )
  }
  const facet = useQuery(question(typed))
  const label = KEY_LABELS[facetKey]
  const choice = search.values[facetKey]
  const choose = (next: Choice) => go(withChoice(search, facetKey, next))
  const list = toFacetList(facetKey, choice, facet.isError ? undefined : facet.data, typed)
  const isFound = typed !== '' && list.distinct !== 0 && !facet.isPlaceholderData

  /** Enter may be quicker than the answer: it chooses what is first when that is here, unless something else is typed by then. */
  const chooseFirst = async (word: string, input: HTMLInputElement) => {
    const answer = await cache.fetchQuery(question(word)).catch(() => undefined)
    const found = toFacetList(facetKey, choice, answer, word)
    const [first] = found.rows
    if (!answer || !first || found.distinct === 0 || input.value.trim() !== word) return
    const next = toggleValue(choice, 'include', first.value)
    choose(next)
    setSaid(`${first.label} ${next.include.includes(first.value) ? 'chosen' : 'no longer chosen'}`)
    input.select()
  }
  const onFindKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      focusValue(box.current, 0)
    } else if (event.key === 'Enter' && text.trim() !== '' && !event.nativeEvent.isComposing) {
      void chooseFirst(text.trim(), event.currentTarget)
    }
  }

  return (
    <div ref={box} className={css['picker']}>
      {facetKey !== 'status' && (
        <div className={css['head']}>
          <input
            aria-label={`Find a value of ${label}`}
            placeholder="Type to find"
            maxLength={256}
            // Who opened this wants to choose a value: the field is where that begins.
            ref={takesFocus ? focusNow : undefined}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setSaid('')
            }}
            onKeyDown={onFindKey}
          />
        </div>
      )}
      {facet.isFetching && <div className={css['progress']} aria-hidden="true" />}
      {facet.isError && (
        <ErrorState title="The counts failed" error={facet.error} onRetry={() => void facet.refetch()} />
      )}
      {list.distinct === 0 && (
        <p className={css['note']}>{typed === '' ? 'No values.' : `Nothing contains “${typed}”.`}</p>
      )}
      <span role="status" className="visually-hidden">
        {said || (typed !== '' && list.distinct !== null && formatPlural(list.distinct, 'value'))}
      </span>
      {facet.isPending ? (
        <Waiting />
      ) : (
        <FacetValues
          label={label}
          rows={list.rows}
          choice={choice}
          exact={facet.data?.exact ?? true}
          isBusy={facet.isFetching}
          marksFirst={isFound}
          onChoose={choose}
        />
      )}
      <FacetFoot
        choice={choice}
        hidden={list.hidden}
        limit={limit}
        onMore={() => {
          // The button may be gone when there is nothing more to show; the new values come below the last one.
          focusValue(box.current, list.rows.length - 1)
          setLimit(nextLimit(limit))
        }}
        onClear={() => {
          box.current?.querySelector<HTMLElement>('input, [data-value]')?.focus()
          choose({ include: [], exclude: [] })
        }}
      />
    </div>
  )
}

/** The shape of the list before the first answer. */
function Waiting() {
  return (
    <div className={css['waiting']} role="status" aria-label="Loading values">
      {Array.from({ length: 5 }, (_, at) => (
        <i key={at} />
      ))}
    </div>
  )
}

function focusValue(box: HTMLElement | null, at: number) {
  box?.querySelectorAll<HTMLElement>('[data-value]')[at]?.focus()
}
