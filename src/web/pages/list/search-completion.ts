import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { ListSearch } from '../../lib/list-search.ts'
import { fillGap, gapAt } from '../../lib/typed-completion.ts'
import type { SearchDraft } from './search-draft.ts'
import { useFieldState } from './search-field.ts'
import { useSuggestions, type Suggestion } from './search-suggestions.ts'

/** What can be typed next where the caret stands. */
export interface SearchCompletion {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  readonly offered: readonly Suggestion[]
  /** Which of them the arrows have pointed out; −1: none. */
  readonly at: number
  readonly move: (step: 1 | -1) => boolean
  /** Fills in the one pointed out; where a value is begun, else the first. */
  readonly complete: () => boolean
  readonly choose: (suggestion: Suggestion) => void
}

/** Completes the text of the search box. */
export function useCompletion(field: HTMLInputElement, draft: SearchDraft, search: ListSearch): SearchCompletion {
  const { isOpen, setOpen, caret, setCaret } = useFieldState(field)
  const gap = gapAt(draft.text, caret)
  const suggestions = useSuggestions(gap, search)
  const partial = gap?.kind === 'value' ? gap.partial : ''
  // A value that is there in full needs no completion.
  const isWhole = suggestions.length === 1 && suggestions[0]?.text === partial
  const offered = isOpen && !isWhole ? suggestions : NOTHING
  // What was pointed out in one list is nothing in another.
  const list = `${caret} ${draft.text}`
  const [pointed, setPointed] = useState<{ readonly list: string; readonly at: number } | null>(null)
  const at = pointed?.list === list && pointed.at < offered.length ? pointed.at : -1

  const choose = ({ text }: Suggestion) => {
    if (gap === null) return
    const filled = fillGap(draft.text, gap, text)
    // The caret can go only where the text is already.
    flushSync(() => {
      draft.type(filled.text)
      setCaret(filled.caret)
    })
    field.setSelectionRange(filled.caret, filled.caret)
  }
  const move = (step: 1 | -1) => {
    setOpen(true)
    const from = at === -1 && step === -1 ? 0 : at
    if (offered.length > 0) setPointed({ list, at: (from + step + offered.length) % offered.length })
    return offered.length > 0
  }
  const complete = () => {
    const next = offered[at === -1 && partial !== '' ? 0 : at]
    if (next === undefined || next.text === partial) return false
    choose(next)
    return true
  }
  return { isOpen, setOpen, offered, at, move, complete, choose }
}

const NOTHING: readonly Suggestion[] = []
