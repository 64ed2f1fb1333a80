import { useQueries } from '@tanstack/react-query'
import { describeFilters } from '../../lib/filter-words.ts'
import { formatCount } from '../../lib/format.ts'
import { withoutFilters, type ListSearch } from '../../lib/search-params.ts'
import { conversationCount } from '../../query/conversations.ts'
import type { Source } from '../../query/sources.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import { GIVE_A_DIRECTORY } from './list-states.tsx'
import css from './list-states.module.css'

/** No source has a conversation: where Lookout looked, and how to point it elsewhere. */
export function NothingExists({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <div className={css['empty']}>
      <h2>No conversations yet</h2>
      {sources.length > 0 && (
        <>
          <p>Lookout looked here and shows what turns up, as soon as it does:</p>
          <ul>
            {sources.map((source) => (
              <li key={source.id}>
                <span className="mono">{source.location}</span>
                {source.error !== null && `: ${source.error}`}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>To look elsewhere, start it with one or more directories of an OpenHands Agent Server or CLI:</p>
      <pre>{GIVE_A_DIRECTORY}</pre>
    </div>
  )
}

/** Filters that match nothing: each filter left out, with what would be found then, most first. */
export function NothingMatches({ address: { search, go } }: { readonly address: ListAddress }) {
  const [zone] = useZone()
  const now = useNow()
  const chips = describeFilters(search, now, zone)
  const counts = useQueries({ queries: chips.map((chip) => conversationCount(chip.without, zoneName(zone))) })
  const ways = chips
    .map((chip, index) => ({ ...chip, count: counts[index]?.data ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
  return (
    <div className={css['empty']}>
      <h2>No conversation matches</h2>
      <p>
        {describeAll(
          search,
          chips.map(({ sentence }) => sentence),
        )}
      </p>
      <div className={css['ways']}>
        {ways.map(({ id, name, count, without }) => (
          <Button key={id} onClick={() => go(without)}>
            without {name}: {formatCount(count)}
          </Button>
        ))}
        <Button look="plain" onClick={() => go(withoutFilters(search))}>
          Show all conversations
        </Button>
      </div>
    </div>
  )
}

function describeAll(search: ListSearch, sentences: readonly string[]): string {
  const page = search.page === null ? '' : ' on this page'
  return `Nothing${page} passes ${sentences.length === 1 ? 'the filter' : 'all filters at once'}: ${sentences.join('; ')}.`
}
