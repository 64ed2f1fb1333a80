import { useState } from 'react'
import { Button, type ButtonLook } from './button.tsx'
import css from './copy-button.module.css'

/** Copies a text (made only when asked for) and says in the place of its label whether that worked, so that nothing moves. */
export function CopyButton({
  label,
  text,
  look = 'plain',
  className,
}: {
  readonly label: string
  readonly text: () => string
  readonly look?: ButtonLook
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
    <Button look={look} className={className ?? ''} onClick={copy} onBlur={() => setOutcome(null)}>
      <span className={css['stack']}>
        <span className={outcome === null ? '' : css['covered']}>{label}</span>
        <span role="status">{outcome}</span>
      </span>
    </Button>
  )
}
