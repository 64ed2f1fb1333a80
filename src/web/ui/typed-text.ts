import { useEffect, useRef, useState, type ChangeEvent, type KeyboardEvent } from 'react'

/** What the reader types, and between which two texts of the address it leads: any other one there is newer than the draft. */
interface Draft {
  readonly text: string
  readonly from: string
  readonly to: string
}

/** What a text field of an address needs: what it shows, and what it does when somebody types. */
interface TypedText {
  readonly value: string
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void
}

/**
 * A text that lives in the address and is typed here: it is asked for after a pause of `debounceMs`, at once with Enter. `toAsked`
 * says what a typed text asks for (trimmed, nothing where it is too short); `ask` is called with that when it is a new one.
 */
export function useTypedText(
  asked: string,
  debounceMs: number,
  toAsked: (text: string) => string,
  ask: (text: string) => void,
): TypedText {
  const [draft, setDraft] = useState<Draft | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isCurrent = draft !== null && (asked === draft.from || asked === draft.to)
  // Arrived: from now on the text it came from is another one, which the reader went back to.
  if (draft !== null && asked === draft.to && draft.from !== draft.to) setDraft({ ...draft, from: draft.to })

  const newest = useRef({ asked, ask })
  // Speaks to the timer below: what was chosen while it ran must stay chosen.
  useEffect(() => {
    newest.current = { asked, ask }
  })

  // Speaks to the browser's timers: none may fire after the page is gone.
  useEffect(() => () => clearTimeout(timer.current), [])

  const prepare = (text: string) => {
    const to = toAsked(text)
    setDraft({ text, from: asked, to })
    clearTimeout(timer.current)
    return () => {
      if (to !== newest.current.asked) newest.current.ask(to)
    }
  }
  return {
    value: isCurrent ? draft.text : asked,
    onChange: (event) => {
      timer.current = setTimeout(prepare(event.target.value), debounceMs)
    },
    onKeyDown: (event) => {
      if (event.key === 'Enter' && !event.nativeEvent.isComposing) prepare(event.currentTarget.value)()
    },
  }
}
