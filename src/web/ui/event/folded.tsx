import { useState, type ReactNode } from 'react'
import { fold } from '../../lib/event-fold.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import css from './event.module.css'

/** A long text in a box: its first 20 lines, then more on demand. `children` draws the part that is shown. */
export function Folded({
  text,
  facts,
  label,
  isError = false,
  children,
}: {
  readonly text: string
  /** Short facts for the bar below: exit code, folder, path. */
  readonly facts?: readonly ReactNode[]
  readonly label: string
  readonly isError?: boolean
  readonly children: (shown: string) => ReactNode
}) {
  const [steps, setSteps] = useState(0)
  const { shown, shownLines, totalLines, isWhole, nextIsWhole } = fold(text, steps)
  return (
    <div className={`${css['out']} ${isError ? css['outError'] : ''}`}>
      {text !== '' && (
        <pre dir="auto" tabIndex={0} aria-label={label} role="group">
          {children(shown)}
        </pre>
      )}
      <div className={css['bar']}>
        {facts?.map((fact, index) => (
          // Facts of one box never change places.
          <span key={index}>{fact}</span>
        ))}
        <span>
          {text === '' ? `no ${label.toLowerCase()}` : formatPlural(totalLines, 'line')}
          {!isWhole && `, ${formatCount(shownLines)} shown`}
        </span>
        <span className={css['barEnd']}>
          {!isWhole && (
            <Button look="plain" className={css['small'] ?? ''} onClick={() => setSteps(steps + 1)}>
              {nextIsWhole ? 'Show all' : 'Show more'}
            </Button>
          )}
          {steps > 0 && (
            <Button look="plain" className={css['small'] ?? ''} onClick={() => setSteps(0)}>
              Show less
            </Button>
          )}
          {text !== '' && <CopyButton label="Copy" className={css['small'] ?? ''} text={() => text} />}
        </span>
      </div>
    </div>
  )
}

/** A plain text in a box, folded. */
export function PlainText(props: {
  readonly text: string
  readonly label: string
  readonly facts?: readonly ReactNode[]
  readonly isError?: boolean
}) {
  return <Folded {...props}>{(shown) => shown}</Folded>
}
