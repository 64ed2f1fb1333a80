import { useEffect, useId, useRef, useState } from 'react'
import { LONGEST_NAME } from '../../lib/saved-views.ts'
import { Button } from '../../ui/button.tsx'
import css from './views-popup.module.css'

/** Asks for the name of a view. `onSubmit` says what is wrong with it; Esc takes it back. */
export function NameForm({
  name,
  verb,
  onSubmit,
  onCancel,
}: {
  readonly name: string
  /** What its button does. */
  readonly verb: string
  readonly onSubmit: (name: string) => string | null
  readonly onCancel: () => void
}) {
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  // Speaks to the browser: who asked for the form wants to type.
  useEffect(() => input.current?.select(), [])
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault()
        setProblem(onSubmit(input.current?.value ?? ''))
      }}
    >
      <input
        ref={input}
        aria-label="Name of the view"
        placeholder="Name of the view"
        defaultValue={name}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        onChange={() => setProblem(null)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // The form is the top layer, the popup the next.
          event.stopPropagation()
          onCancel()
        }}
      />
      <Button type="submit" look="primary">
        {verb}
      </Button>
      <Button look="plain" onClick={onCancel}>
        Cancel
      </Button>
      {problem !== null && (
        <p id={id} role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
