import { EMPTY_SEARCH, mapChoices, type ListSearch } from './list-search.ts'
import { parseListSearch, toListRecord } from './search-params.ts'
import { parseSearch, stringifySearch } from './search-record.ts'

/** A question with a name: filters and order, as the address spells them. */
export interface SavedView {
  readonly name: string
  readonly query: string
}

/** The views that everybody has; the first one is in use where the address names none. */
export const ALL_CONVERSATIONS: SavedView = { name: 'All conversations', query: '' }
export const BUILT_IN_VIEWS: readonly SavedView[] = [
  ALL_CONVERSATIONS,
  { name: 'Needs attention', query: '?status=error,stuck,waiting_for_confirmation' },
  { name: 'Running', query: '?status=running' },
  { name: 'Today', query: '?from=today' },
]

/** How many views of one's own there can be, and how long a name is. */
export const MOST_VIEWS = 50
export const LONGEST_NAME = 60

/** The name as the address spells it: `needs-attention`. Two views never have the same. */
export function slugOf(name: string): string {
  const plain = name.trim().toLowerCase()
  return plain.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || plain
}

/** The view that an address names, by its name or its slug; undefined: nobody here knows it. */
export function findView(views: readonly SavedView[], named: string | null): SavedView | undefined {
  if (named === null) return ALL_CONVERSATIONS
  return [...BUILT_IN_VIEWS, ...views].find(({ name }) => slugOf(name) === slugOf(named))
}

/** What a view keeps of a question: neither its page, nor how many rows that has, nor which view is in use, nor what is peeked at. */
export function toViewQuery(search: ListSearch): string {
  const { size, page, view, peek } = EMPTY_SEARCH
  return stringifySearch(toListRecord({ ...search, size, page, view, peek }))
}

/** The question of a view, on page 1; as many rows to a page as before. */
export function applyView({ name, query }: SavedView, before: ListSearch): ListSearch {
  const view = name === ALL_CONVERSATIONS.name ? null : slugOf(name)
  return { ...parseListSearch(parseSearch(query)).search, size: before.size, page: null, view, peek: before.peek }
}

/** Whether filters or order are others than those of a view; in which order values were chosen makes no difference. */
export function isModified(view: SavedView, search: ListSearch): boolean {
  return spellSorted(applyView(view, search)) !== spellSorted(search)
}

function spellSorted(search: ListSearch): string {
  const values = mapChoices(search.values, ({ include, exclude }) => ({
    include: include.toSorted(),
    exclude: exclude.toSorted(),
  }))
  return toViewQuery({ ...search, values })
}

/** What is wrong with a name for a view, or null. `own`: the view that is being renamed, which may keep its name. */
export function nameProblem(name: string, views: readonly SavedView[], own?: SavedView): string | null {
  const trimmed = name.trim()
  if (trimmed === '') return 'A view needs a name.'
  if (trimmed.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters.`
  const same = findView(views, trimmed)
  return same === undefined || same.name === own?.name ? null : `There is a view “${same.name}” already.`
}

/** Reads what the storage holds; whatever in it is no view is left out. */
export function parseViews(text: string | null): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? 'null')
    if (typeof found !== 'object' || found === null || !('version' in found) || found.version !== VERSION) return []
    const listed: readonly unknown[] = 'views' in found && Array.isArray(found.views) ? found.views : []
    const views: SavedView[] = []
    for (const each of listed) {
      const view = toView(each)
      if (view !== null && views.length < MOST_VIEWS && nameProblem(view.name, views) === null) views.push(view)
    }
    return views
  } catch {
    return []
  }
}

const VERSION = 1

/** Writes the views as `parseViews` reads them. */
export function formatViews(views: readonly SavedView[]): string {
  return JSON.stringify({ version: VERSION, views })
}

function toView(found: unknown): SavedView | null {
  if (typeof found !== 'object' || found === null || !('name' in found) || !('query' in found)) return null
  const { name, query } = found
  return typeof name === 'string' && typeof query === 'string' ? { name: name.trim(), query } : null
}
