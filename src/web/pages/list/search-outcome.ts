import { describeFilters } from '../../lib/filter-words.ts'
import { withoutPage, type ListSearch } from '../../lib/list-search.ts'
import { toListRecord } from '../../lib/search-params.ts'
import { stringifySearch } from '../../lib/search-record.ts'
import { useNow } from '../../ui/clock.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { SearchDraft } from './search-draft.ts'
import { readTyped } from './typed-search.ts'

/** What a draft would do, and whether what was applied last still holds. */
export interface SearchOutcome {
  /** What Enter does, where that is not plain. */
  readonly hint: string | null
  readonly isApplied: boolean
}

/** Reads a draft as `submit` would. */
export function useOutcome({ text, isWhole, applied }: SearchDraft, search: ListSearch): SearchOutcome {
  const [zone] = useZone()
  const now = useNow()
  const sentences = (each: ListSearch) => describeFilters(each, now, zone).map(({ sentence }) => sentence)
  const typed = readTyped(text, zoneName(zone), search, isWhole)
  const before = sentences(search)
  const added = sentences(typed.search).filter((sentence) => !before.includes(sentence))
  const hint = isWhole
    ? 'Enter applies these filters in place of all others. Esc leaves them as they are.'
    : typed.hasFilters && typed.problems.length === 0 && added.length > 0
      ? `Enter applies: ${added.join(' · ')}`
      : null
  return { hint, isApplied: applied !== null && isPartOf(readTyped(applied, zoneName(zone), search, false), search) }
}

/** Whether a list has all that a text asks for, and the text asks for something. */
function isPartOf(typed: ReturnType<typeof readTyped>, search: ListSearch): boolean {
  const spell = (each: ListSearch) => stringifySearch(toListRecord(withoutPage(each)))
  return (typed.hasFilters || typed.search.q !== '') && spell(typed.search) === spell(search)
}
