import { createContext, useContext, useDeferredValue, useLayoutEffect, useMemo, type ReactNode } from 'react'
// Only wouter's view of the browser's history: its routes and its search decode the address before we see it, so that an
// id or a text with a percent sign in it would be decoded twice.
import { navigate as writeHistory, useLocationProperty } from 'wouter/use-browser-location'
import { readPath, type Place } from '../lib/paths.ts'
import { parseSearch, stringifySearch, type SearchRecord } from '../lib/search-record.ts'
import { rememberScroll, restoreScroll } from './scroll-memory.ts'

/** How an address becomes another one. */
export interface Move {
  /** A step of its own in the history (the default), or in place of the one that is there. */
  readonly history?: 'push' | 'replace' | undefined
  /** The window goes to the top (the default), or stays where it is. */
  readonly scroll?: 'reset' | 'keep' | undefined
}

/** Whether the window has to be put in its place when the next address is shown. */
let needsPlace = false
/** Key of the step of the history that the window's place belongs to. */
let currentKey = ''

/** Goes to a path of `lib/paths.ts` with a search. To go where one is makes no second step. */
export function navigate(
  path: string,
  search: SearchRecord = {},
  { history: how = 'push', scroll = 'reset' }: Move = {},
): void {
  const address = path + stringifySearch(search)
  rememberScroll(currentKey)
  if (scroll === 'reset') needsPlace = true
  const replace = how === 'replace' || address === location.pathname + location.search
  writeHistory(address, { replace, state: newState() })
  currentKey = historyKey()
}

/**
 * Changes the search of the page at `path`. A page that the reader has left is still drawn until the next one can be, and its
 * timers still run: what comes from there is dropped, for it would call the reader back.
 */
export function refine(path: string, search: SearchRecord, move: Move): void {
  if (JSON.stringify(readPath(location.pathname)) === JSON.stringify(readPath(path))) navigate(path, search, move)
}

/** What the address in the address bar leads to by now; the page of it may still be on its way. */
export function currentPlace(): Place | null {
  return readPath(location.pathname)
}

/** Spells the address as this app does, and takes the place of the window into our hands. Called once, before the first render. */
export function startNavigation(): void {
  const search = stringifySearch(parseSearch(location.search))
  history.replaceState(historyKey() === '' ? newState() : history.state, '', location.pathname + search + location.hash)
  currentKey = historyKey()
  history.scrollRestoration = 'manual'
  window.addEventListener('popstate', () => {
    rememberScroll(currentKey)
    // A step without a key is one to a fragment of this page, which the browser brings into view itself.
    if (historyKey() === '') history.replaceState(newState(), '')
    else needsPlace = true
    currentKey = historyKey()
  })
}

/** Key of the present step of the history, empty where it has none. */
function historyKey(): string {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'key' in state && typeof state.key === 'string' ? state.key : ''
}

function newState(): { readonly key: string } {
  return { key: Math.random().toString(36).slice(2) }
}

/** The address whose page is on the screen. */
interface ShownAddress {
  readonly historyKey: string
  readonly path: string
  readonly search: SearchRecord
}

const Shown = createContext<ShownAddress | null>(null)

/**
 * Tells the pages inside which address they show. The old page stays, with its address, until the next one can be drawn; within a
 * page the address is always the newest, so that what is chosen next adds to what was chosen last.
 */
export function NavigationProvider({ children }: { readonly children: ReactNode }) {
  // One text, because a snapshot is compared by identity; a key, a path and a search have no space in them.
  const newest = useLocationProperty(() => `${historyKey()} ${location.pathname} ${location.search}`)
  const drawn = useDeferredValue(newest)
  const shown = pathOf(newest) === pathOf(drawn) ? newest : drawn
  const address = useMemo(() => {
    const [key = '', path = '', search = ''] = shown.split(' ')
    return { historyKey: key, path, search: parseSearch(search) }
  }, [shown])
  // Speaks to the window: its place, after the pages found theirs and before they are painted.
  useLayoutEffect(() => {
    if (needsPlace) restoreScroll(address.historyKey)
    needsPlace = false
  }, [address])
  return <Shown value={address}>{children}</Shown>
}

function pathOf(address: string): string | undefined {
  return address.split(' ')[1]
}

function useShownAddress(): ShownAddress {
  const address = useContext(Shown)
  if (address === null) throw new Error('There is no NavigationProvider around this component')
  return address
}

/** The search of the page on the screen. */
export function useSearchRecord(): SearchRecord {
  return useShownAddress().search
}

/** The path of the page on the screen. */
export function usePath(): string {
  return useShownAddress().path
}

/** Key of the step of the history that is on the screen: another one for each step, the same when the reader comes back to it. */
export function useHistoryKey(): string {
  return useShownAddress().historyKey
}
