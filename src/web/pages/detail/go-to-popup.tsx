import { useId, useState, type FormEvent } from 'react'
import { readTypedPlace, type TypedPlace } from '../../lib/event-place.ts'
import { Button } from '../../ui/button.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import css from './go-to-popup.module.css'

/** A place of a transcript that somebody may want to go to. */
export type Destination = Exclude<TypedPlace, { readonly problem: string }> | 'first' | 'last'

/** Asks for an event's number or a time, and goes there. */
export function GoToPopup({
  startMs,
  onGo,
  anchor,
  onClose,
}: PopupAnchor & {
  /** When the conversation began, in UTC milliseconds; null where nobody knows. */
  readonly startMs: number | null
  readonly onGo: (destination: Destination) => void
}) {
  const [zone] = useZone()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState('')
  const problemId = useId()
  const leave = (destination: Destination) => {
    onClose()
    onGo(destination)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const place = readTypedPlace(typed, startMs, zoneName(zone))
    if ('problem' in place) setProblem(place.problem)
    else leave(place)
  }
  return (
    <Popup anchor={anchor} label="Go to an event" onClose={onClose}>
      <form className={css['form']} onSubmit={submit}>
        <label>
          <span>Number or time</span>
          <input
            value={typed}
            autoComplete="off"
            placeholder={`1203, 14:05, 2026-11-22 14:05 ${zone === 'utc' ? 'UTC' : 'local time'}`}
            aria-invalid={problem !== ''}
            aria-describedby={problem === '' ? undefined : problemId}
            onChange={(event) => {
              setTyped(event.target.value)
              setProblem('')
            }}
          />
        </label>
        <p id={problemId} role="alert" className={css['problem']}>
          {problem}
        </p>
        <div className={css['buttons']}>
          <Button onClick={() => leave('first')}>First event</Button>
          <Button onClick={() => leave('last')}>Last event</Button>
          <Button type="submit" look="primary">
            Go
          </Button>
        </div>
      </form>
    </Popup>
  )
}
