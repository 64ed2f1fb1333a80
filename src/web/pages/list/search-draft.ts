import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { SHORTEST_TEXT, withoutPage, type ListSearch } from '../../lib/list-search.ts'
import { toListRecord } from '../../lib/search-params.ts'
import { stringifySearch } from '../../lib/search-record.ts'
import type { TypedQuery } from '../../lib/typed-query.ts'
import type { Place } from '../../query/event-place.ts'
import { useZone, zoneName } from '../../ui/preferences.ts'
import type { ListAddress } from './list-address.ts'

const DEBOUNCE_MS = 300

/** An id that can stand alone: a UUID, dashed or not. */
export const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

// The grammar of filters: who only looks at the list does not need it.
const loadTyped = () => import('./typed-search.ts')

/** What the reader types. */
interface Draft {
  readonly text: string
  /** Texts of the address that the draft is newer than: the one it came from, and what was asked since. Any other is newer. */
  readonly own: readonly string[]
  /** Of a draft that holds all filters: the address that they are of. */
  readonly whole: string | null
}

/** The text of the search box on its way into the address. */
export interface SearchDraft {
  readonly text: string
  /** The text holds all filters: applied, it takes the place of those there are; while it is typed nothing is asked. */
  readonly isWhole: boolean
  /** What is wrong with what was applied or pasted last. */
  readonly notices: readonly string[]
  /** What was typed and applied last; by now it may not be applied any more. */
  readonly applied: string | null
  readonly type: (text: string) => void
  /** Applies what is typed, or `text`: filters, words, or the id of something to open. */
  readonly submit: (text?: string) => Promise<void>
  /** Opens what an id belongs to that is just being pasted. */
  readonly paste: (id: string) => Promise<void>
  /** Puts all filters into the text. */
  readonly editAll: () => Promise<void>
  /** Forgets what was typed and not applied. */
  readonly leave: () => void
  readonly dismiss: () => void
}

/** Typing asks for its words after a pause; filters in it wait for `submit`. `onOpen` is told where an id leads. */
export function useSearchDraft(address: ListAddress, onOpen: (place: Place) => void): SearchDraft {
  const { search } = address
  const [zone] = useZone()
  const timeZone = zoneName(zone)
  const [draft, setDraft] = useDraft(search)
  const [notices, setNotices] = useState<readonly string[]>([])
  const [applied, setApplied] = useState<string | null>(null)
  const { startTimer, stopTimer } = useTimer()
  const newest = useNewest(address)
  const findPlace = useFindPlace()
  const edits = useRef(0)
  const { text, own, whole } = draft ?? { text: search.q, own: [search.q], whole: null }

  const apply = (next: ListSearch, typed: string, left: string, history: 'push' | 'replace') => {
    const now = newest.current
    setApplied(typed)
    setDraft({ text: left, own: [...own, now.search.q, next.q], whole: null })
    if (spell(next) !== spell(now.search)) now.go(next, history)
  }
  const askWords = async (typed: string, edit: number) => {
    const { search: read } = await readText(typed, timeZone, search, false)
    const now = newest.current.search
    if (edits.current === edit && read.q !== now.q) apply(withoutPage({ ...now, q: read.q }), typed, typed, 'replace')
  }
  /** Whether the id led somewhere, or the reader types something else by now. */
  const open = async (id: string, edit: number) => {
    const found = await findPlace(id)
    if (edits.current !== edit) return true
    if (typeof found === 'string') setNotices([found])
    else {
      stopTimer()
      setDraft(null)
      onOpen(found)
    }
    return typeof found !== 'string'
  }
  return {
    text,
    isWhole: whole !== null,
    notices,
    applied,
    type: (typed) => {
      setNotices([])
      setDraft({ text: typed, own, whole })
      const edit = ++edits.current
      startTimer(() => void (whole === null && askWords(typed, edit)))
    },
    submit: async (typed = text) => {
      stopTimer()
      const edit = ++edits.current
      if (UUID.test(typed.trim()) && (await open(typed.trim(), edit))) return
      const {
        search: next,
        problems,
        hasFilters,
      } = await readText(typed, timeZone, newest.current.search, whole !== null)
      if (problems.length > 0) return setNotices(problems)
      const isChoice = hasFilters || whole !== null
      apply(next, typed, isChoice ? next.q : typed, isChoice ? 'push' : 'replace')
    },
    // The change of the text that the paste makes comes next.
    paste: async (id) => void (await open(id, edits.current + 1)),
    editAll: async () => {
      const { formatTypedQuery } = await loadTyped()
      setDraft({ text: formatTypedQuery(search, timeZone), own, whole: spell(search) })
    },
    leave: () => setDraft(null),
    dismiss: () => setNotices([]),
  }
}

/** What is typed, for as long as nothing newer stands in the address. */
function useDraft(search: ListSearch): readonly [Draft | null, (draft: Draft | null) => void] {
  const [draft, setDraft] = useState<Draft | null>(null)
  const isNewer =
    draft !== null && (draft.whole === null ? draft.own.includes(search.q) : draft.whole === spell(search))
  // Arrived: from now on the texts that it came over are others, which the reader went back to.
  if (isNewer && draft.own.length > 1 && search.q === draft.own.at(-1)) setDraft({ ...draft, own: [search.q] })
  return [isNewer ? draft : null, setDraft]
}

function useTimer() {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Speaks to the browser's timers: none may fire after the page is gone.
  useEffect(() => () => clearTimeout(timer.current), [])
  const stopTimer = () => clearTimeout(timer.current)
  const startTimer = (act: () => void) => {
    stopTimer()
    timer.current = setTimeout(act, DEBOUNCE_MS)
  }
  return { startTimer, stopTimer }
}

function useNewest<T>(value: T): RefObject<T> {
  const newest = useRef(value)
  // Speaks to timers and answers on their way: what was chosen meanwhile must stay chosen.
  useEffect(() => {
    newest.current = value
  })
  return newest
}

/** Asks where an id leads; a sentence where it leads nowhere. */
function useFindPlace(): (id: string) => Promise<Place | string> {
  const cache = useQueryClient()
  return async (id) => {
    try {
      const { findPlace } = await loadTyped()
      return await findPlace(id, cache)
    } catch (error) {
      return `The id could not be looked up, so it is searched for as text. ${error instanceof Error ? error.message : ''}`
    }
  }
}

/** What a text comes to. Without a sign of filters in it, it is words, and nothing has to be loaded to know that. */
async function readText(typed: string, timeZone: string, search: ListSearch, isWhole: boolean): Promise<TypedQuery> {
  if (isWhole || /[:"]/.test(typed)) {
    try {
      return (await loadTyped()).readTyped(typed, timeZone, search, isWhole)
    } catch {
      return { search, problems: ['Filters cannot be read just now: reload the page.'], hasFilters: true }
    }
  }
  const words = typed.trim()
  const q = [...words].length < SHORTEST_TEXT ? '' : words
  return { search: withoutPage({ ...search, q }), problems: [], hasFilters: false }
}

const spell = (search: ListSearch) => stringifySearch(toListRecord(search))
