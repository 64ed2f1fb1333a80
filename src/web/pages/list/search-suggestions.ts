import { useQuery } from '@tanstack/react-query'
import { STATUS_LABELS, isStatus } from '../../../contract/statuses.ts'
import { formatValue } from '../../lib/filter-words.ts'
import type { ListSearch, ValueKey } from '../../lib/list-search.ts'
import { NONE } from '../../lib/search-params.ts'
import type { TypedGap } from '../../lib/typed-completion.ts'
import { formatTypedValue } from '../../lib/typed-query.ts'
import { conversationFacet, type FacetKey } from '../../query/conversations.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'

/** One thing that can be typed next. */
export interface Suggestion {
  /** As it is typed. */
  readonly text: string
  /** What it means, where that is not the same. */
  readonly label: string
  /** How many conversations would be found by it under all other filters; null: nobody counts them. */
  readonly count: number | null
}

/** Values that are offered at once; one types on where there are more. */
const MOST = 8

/** What fills a gap: keys, or the values of one with their counts. */
export function useSuggestions(gap: TypedGap | null, search: ListSearch): readonly Suggestion[] {
  const [zone] = useZone()
  const key = gap?.kind === 'value' && isFacetKey(gap.key) ? gap.key : null
  const partial = gap?.kind === 'value' ? gap.partial : ''
  // All nine statuses come anyway, and are found by their labels too.
  const prefix = key === 'status' ? '' : partial
  const facet = useQuery({
    ...conversationFacet(search, zoneName(zone), key ?? 'status', prefix, key === 'status' ? 9 : MOST),
    enabled: key !== null,
    // Until the answer comes those of the letters before, if they are of the same key.
    placeholderData: (before, last) => (last?.queryKey[2] === key ? before : undefined),
  })
  if (gap === null) return []
  if (key === null) return gap.words.map((word) => ({ ...word, count: null }))
  return (facet.data?.values ?? [])
    .map(({ value, count }) => toSuggestion(key, value ?? NONE, count))
    .filter(({ text, label }) => holds(text, partial) || holds(label, partial))
    .slice(0, MOST + 1)
}

function toSuggestion(key: ValueKey, value: string, count: number): Suggestion {
  const words = key === 'status' && isStatus(value) ? STATUS_LABELS[value] : formatValue(key, value)
  return { text: formatTypedValue(key, value), label: words === value ? '' : words, count }
}

const holds = (words: string, partial: string) => words.toLowerCase().includes(partial.toLowerCase())

function isFacetKey(key: ValueKey | null): key is FacetKey {
  return key !== null && key !== 'parent'
}
