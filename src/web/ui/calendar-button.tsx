import { useRef } from 'react'
import { Button } from './button.tsx'
import css from './time-range-picker.module.css'

/** Opens the browser's own calendar; what is picked comes as `2026-11-22 14:02`. */
export function CalendarButton({ label, onPick }: { readonly label: string; readonly onPick: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <span className={css['calendar']}>
      <Button square look="plain" aria-label={label} title={label} onClick={() => input.current?.showPicker()}>
        <svg width="15" height="15" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
          <path d="M2.5 4h11v9.5h-11ZM2.5 7h11M5.5 2.2v3M10.5 2.2v3" strokeLinejoin="round" strokeLinecap="round" />
        </svg>
      </Button>
      <input
        ref={input}
        type="datetime-local"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => onPick(event.target.value.replace('T', ' '))}
      />
    </span>
  )
}
