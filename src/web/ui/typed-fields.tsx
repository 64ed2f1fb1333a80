import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { Typed } from '../lib/typed-amounts.ts'
import { Button } from './button.tsx'
import { focusNow } from './focus-now.ts'
import css from './typed-fields.module.css'

/** One field of a form: what it is called, what stands in it at first, and what may be said below it. */
export interface TypedField {
  readonly label: string
  readonly text: string
  readonly placeholder?: string
  /** A word on what was typed, while it can be understood. */
  readonly hint?: (text: string) => string
  /** Stands behind the field; `setText` types into it. */
  readonly extra?: (setText: (text: string) => void) => ReactNode
}

/**
 * Fields that are typed and then applied. What cannot be understood is said below its field and nothing that was typed is
 * lost. Give it a `key` that changes with the values it begins with. `check` says what is wrong with the values together; it is
 * said at the last field. Applying null everywhere clears.
 */
export function TypedFields<T>({
  fields,
  read,
  check,
  note,
  takesFocus = false,
  onApply,
}: {
  readonly fields: readonly TypedField[]
  readonly read: (text: string) => Typed<T>
  readonly check?: (values: readonly (T | null)[]) => string | null
  readonly note?: ReactNode
  readonly takesFocus?: boolean
  readonly onApply: (values: readonly (T | null)[]) => void
}) {
  const [texts, setTexts] = useState<readonly string[]>(fields.map(({ text }) => text))
  const [wasRefused, setRefused] = useState(false)
  const typed = texts.map(read)
  const values = typed.map(({ value }) => value ?? null)
  const isReadable = typed.every(({ problem }) => problem === undefined)
  const together = isReadable && check ? check(values) : null
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isReadable && together === null) return onApply(values)
    setRefused(true)
    const wrong = typed.findIndex(({ problem }) => problem !== undefined)
    const inputs = event.currentTarget.querySelectorAll<HTMLElement>('input:not([aria-hidden])')
    inputs[wrong === -1 ? fields.length - 1 : wrong]?.focus()
  }
  return (
    <form className={css['form']} onSubmit={submit} noValidate>
      {fields.map((field, at) => (
        <Field
          key={field.label}
          field={field}
          text={texts[at] ?? ''}
          problem={wasRefused ? (typed[at]?.problem ?? (at === fields.length - 1 ? together : null)) : null}
          takesFocus={takesFocus && at === 0}
          onText={(text) => setTexts(texts.with(at, text))}
        />
      ))}
      {note !== undefined && <p className={css['note']}>{note}</p>}
      <div className={css['apply']}>
        <Button
          look="plain"
          disabled={fields.every(({ text }) => text === '')}
          onClick={() => onApply(fields.map(() => null))}
        >
          Clear
        </Button>
        <Button look="primary" type="submit">
          Apply
        </Button>
      </div>
    </form>
  )
}

function Field({
  field: { label, placeholder, hint, extra },
  text,
  problem,
  takesFocus,
  onText,
}: {
  readonly field: TypedField
  readonly text: string
  readonly problem: string | null
  readonly takesFocus: boolean
  readonly onText: (text: string) => void
}) {
  const id = useId()
  return (
    <div className={css['field']}>
      <label htmlFor={id}>{label}</label>
      <span className={css['line']}>
        <input
          id={id}
          value={text}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          // Who opened this form wants to type into it.
          ref={takesFocus ? focusNow : undefined}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-word`}
          onChange={(event) => onText(event.target.value)}
        />
        {extra?.(onText)}
      </span>
      <span id={`${id}-word`} className={problem === null ? css['hint'] : css['problem']}>
        <span role="alert">{problem}</span>
        {problem === null && hint?.(text)}
      </span>
    </div>
  )
}
