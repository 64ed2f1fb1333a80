import { useState } from 'react'
import { shortenId } from '../../lib/format.ts'
import css from './conversation-table.module.css'

/** An id cut in its middle; whole while it is pointed at or has the focus; pressed, it is copied. */
export function IdCell({ id }: { readonly id: string }) {
  const [outcome, setOutcome] = useState<string | null>(null)
  const forget = () => setOutcome(null)
  const copy = () => {
    // The clipboard is missing outside secure contexts and may be refused: both are said.
    if (navigator.clipboard === undefined) return setOutcome('Copying is not allowed here')
    void navigator.clipboard.writeText(id).then(
      () => setOutcome('Copied'),
      () => setOutcome('Copying was refused'),
    )
  }
  return (
    <span className={`mono ${css['id']}`} onPointerLeave={forget}>
      <button type="button" aria-label={`Copy ID ${id}`} onClick={copy} onBlur={forget}>
        {shortenId(id)}
      </button>
      <span className={css['whole']} role="status">
        {outcome ?? <span aria-hidden="true">{id}</span>}
      </span>
    </span>
  )
}
