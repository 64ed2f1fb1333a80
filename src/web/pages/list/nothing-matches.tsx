import { useQueries } from '@tanstack/react-query'
import { describeFilters } from '../../lib/filter-words.ts'
import { formatCount } from '../../lib/format.ts'
import { pairsOf, relaxationsOf, type Relaxation } from '../../lib/relaxations.ts'
import { withoutFilters, withoutPage, type ListSearch } from '../../lib/list-search.ts'
import { conversationCount } from '../../query/conversations.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'
import { EmptyList } from './list-states.tsx'
import css from './nothing-matches.module.css'

/**
 * Filters that match nothing: what would be found with a little less of them, most first. A count that failed is unknown, and its
 * way stays open.
 */
export function NothingMatches({ address: { search, go } }: { readonly address: ListAddress }) {
  const [zone] = useZone()
  const now = useNow()
  const describe = (each: ListSearch) => describeFilters(each, now, zone)
  const chips = describe(search)
  const singles = useCounted(relaxationsOf(chips), zoneName(zone), true)
  const isNoneToBlame = singles.every(({ count }) => count === 0)
  const pairs = useCounted(isNoneToBlame ? pairsOf(chips, describe) : [], zoneName(zone), isNoneToBlame)
  const ways = [...singles, ...pairs].filter(({ count }) => count !== 0)
  const isCounting = ways.some(({ count }) => count === undefined)
  const sentences = chips.map(({ sentence }) => sentence)
  return (
    <EmptyList title="No conversation matches">
      <p>
        Nothing{search.page === null ? '' : ' on this page'} passes{' '}
        {chips.length === 1 ? 'the filter' : 'all filters at once'}: {sentences.join('; ')}.
      </p>
      <div className={css['ways']} aria-busy={isCounting}>
        {search.page !== null && <Button onClick={() => go(withoutPage(search))}>First page</Button>}
        {(isCounting ? ways : ways.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))).map(
          ({ label, without, count }) => (
            <Button key={label} onClick={() => go(without)}>
              {label}: {count === undefined ? '…' : formatCount(count)}
            </Button>
          ),
        )}
        <Button look="plain" onClick={() => go(withoutFilters(search))}>
          Show all conversations
        </Button>
      </div>
    </EmptyList>
  )
}

/** Questions with how many would match: undefined before the answer, null where it failed. */
function useCounted(relaxations: readonly Relaxation[], timeZone: string, enabled: boolean) {
  const queries = relaxations.map(({ without }) => ({ ...conversationCount(without, timeZone), enabled }))
  const counts = useQueries({ queries })
  return relaxations.map((relaxation, at) => ({
    ...relaxation,
    count: counts[at]?.isError ? null : counts[at]?.data,
  }))
}
