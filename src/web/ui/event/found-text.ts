import { createContext, useContext } from 'react'
import { includesText } from '../../lib/event-fold.ts'

/**
 * The text that is searched for in the events around, or ''. What is folded opens as far as its first occurrence, so that it is in
 * the document; painting it is for who provides this.
 */
export const FoundText = createContext('')

/** Whether one of these texts is what is searched for: what is closed then opens. */
export function useIsFound(texts: readonly string[]): boolean {
  const needle = useContext(FoundText)
  return needle !== '' && texts.some((text) => includesText(text, needle))
}
