import { useQueries } from '@tanstack/react-query'
import { isCrossFiltered, withoutCrossFilters } from '../../lib/cross-search.ts'
import { describeCrossFilters } from '../../lib/cross-words.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { SEARCH_PATH } from '../../lib/paths.ts'
import { foundTotal } from '../../query/cross-search.ts'
import { isReading, type Source } from '../../query/sources.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { Link } from '../../ui/link.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { FindAddress } from './find-address.ts'
import states from '../../ui/states.module.css'
import css from './find-states.module.css'

/** The shape of the results while the first ones are on their way; invisible for the first 150 ms. */
export function FindSkeleton() {
  return (
    <div className={states['skeleton']} role="status" aria-label="Searching events">
      {Array.from({ length: 5 }, (_, group) => (
        <div key={group} className={css['group']} aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  )
}

const EXAMPLES = [
  { words: 'what a program complained of', search: { q: 'traceback' } },
  { words: 'what failed and was called an error', search: { q: 'not found', eerrors: 'true' } },
  { words: 'commands of the agent, not what they printed', search: { q: 'git push', kind: 'ActionEvent' } },
  { words: 'what people asked for', search: { q: 'test', kind: 'MessageEvent', esource: 'user' } },
] as const

/** Nothing is asked yet: what can be searched, and how. */
export function NothingAsked({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <div className={`${states['empty']} ${css['empty']}`}>
      <h2>Find what was said and done</h2>
      <p>
        {sources.length > 0 && `${extentOf(sources)}: `}
        messages, thoughts, commands and what they printed, errors, contents of files. A text is found as it stands,
        spaces and punctuation included, in upper and lower case alike; two characters are enough.
      </p>
      <ul>
        {EXAMPLES.map(({ words, search }) => (
          <li key={search.q}>
            <Link to={SEARCH_PATH} search={search}>
              {search.q}
            </Link>{' '}
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** "2,888 events can be searched". */
function extentOf(sources: readonly Source[]): string {
  const events = sources.reduce((sum, source) => sum + source.event_count, 0)
  return `${sources.some(isReading) ? '≥ ' : ''}${formatPlural(events, 'event')} can be searched`
}

/** A text that no event holds under these filters: each filter left out, with what would be found then, most first. */
export function NothingFound({ address: { search, go } }: { readonly address: FindAddress }) {
  const [zone] = useZone()
  const chips = describeCrossFilters(search, useNow(), zone)
  const ways = [
    ...chips,
    ...(chips.length > 1 ? [{ id: 'all', name: 'any filter', without: withoutCrossFilters(search) }] : []),
  ]
  const totals = useQueries({ queries: ways.map(({ without }) => foundTotal(without, zoneName(zone))) })
  const open = ways
    .map((way, index) => ({ ...way, total: totals[index]?.data ?? 0 }))
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total)
  return (
    <div className={`${states['empty']} ${css['empty']}`}>
      <h2>Nothing found</h2>
      <p>
        No event holds <q>{search.q}</q>
        {chips.length > 0 &&
          ` and passes ${chips.length === 1 ? 'the filter' : 'all filters'}: ${chips.map(({ sentence }) => sentence).join('; ')}`}
        . The text has to stand there exactly like this: fewer words find more.
      </p>
      <div className={css['ways']}>
        {open.map(({ id, name, total, without }) => (
          <Button key={id} onClick={() => go(without)}>
            without {name}: {formatCount(total)}
          </Button>
        ))}
        {isCrossFiltered(search) && (
          <Button look="plain" onClick={() => go(withoutCrossFilters(search))}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  )
}
