import { useId, useState } from 'react'
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
  const [typed, setTyped] = useState(name)
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault()
        setProblem(onSubmit(typed))
      }}
    >
      <input
        ref={selectNow}
        aria-label="Name of the view"
        placeholder="Name of the view"
        value={typed}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        onChange={(event) => {
          setTyped(event.target.value)
          setProblem(null)
        }}
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

/** Who asked for the form wants to type. */
function selectNow(input: HTMLInputElement | null) {
  input?.select()
}
