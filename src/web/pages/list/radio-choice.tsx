import { useId, useState } from 'react'
import css from './filter-menu.module.css'

/**
 * Radio buttons in one line. `chosen` is the place of the one that is set, -1 for none of them. The address follows a moment after
 * the press: until then the button that was pressed is the one that looks so.
 */
export function RadioChoice({
  label,
  words,
  chosen,
  onChoose,
}: {
  readonly label: string
  readonly words: readonly string[]
  readonly chosen: number
  readonly onChoose: (at: number) => void
}) {
  const name = useId()
  const [pressed, setPressed] = useState<{ readonly at: number; readonly from: number } | null>(null)
  if (pressed !== null && pressed.from !== chosen) setPressed(null)
  return (
    <div className={css['choice']} role="radiogroup" aria-label={label}>
      <span>{label}</span>
      {words.map((word, at) => (
        <label key={word}>
          <input
            type="radio"
            name={name}
            checked={at === (pressed?.at ?? chosen)}
            onChange={() => {
              setPressed({ at, from: chosen })
              onChoose(at)
            }}
          />
          {word}
        </label>
      ))}
    </div>
  )
}
