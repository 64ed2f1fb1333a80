import { withoutFilters, type ListSearch } from '../../lib/list-search.ts'
import { parseTypedQuery, type TypedQuery } from '../../lib/typed-query.ts'

export { formatTypedQuery } from '../../lib/typed-query.ts'
export { findPlace } from '../../query/event-place.ts'

/** What a text comes to on a list: added to its filters, or, where it holds all of them (`isWhole`), in their place. */
export function readTyped(text: string, timeZone: string, search: ListSearch, isWhole: boolean): TypedQuery {
  return parseTypedQuery(text, timeZone, isWhole ? { ...withoutFilters(search), view: search.view } : search)
}
