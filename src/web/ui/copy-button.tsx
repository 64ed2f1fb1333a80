import { useState } from 'react'
import { Button } from './button.tsx'

/** Copies a text (made only when asked for) and says whether that worked, in its own words, so that nothing else moves. */
export function CopyButton({
  label,
  text,
  className,
}: {
  readonly label: string
  readonly text: () => string
  readonly className?: string
}) {
  const [outcome, setOutcome] = useState<string | null>(null)
  const copy = () => {
    // The clipboard is missing outside secure contexts and may be refused: both are said.
    if (navigator.clipboard === undefined) return setOutcome('Copying is not allowed here')
    void navigator.clipboard.writeText(text()).then(
      () => setOutcome('Copied'),
      () => setOutcome('Copying was refused'),
    )
  }
  return (
    <Button look="plain" className={className ?? ''} onClick={copy} onBlur={() => setOutcome(null)}>
      {label}
      <span role="status">{outcome === null ? '' : ` · ${outcome}`}</span>
    </Button>
  )
}
