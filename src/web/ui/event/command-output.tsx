import type { ReactNode } from 'react'
import { cleanTerminal, terminalSpans } from '../../lib/event-terminal.ts'
import './ansi.css'
import { Folded } from './folded.tsx'

/** What a command printed, with its colours, folded. */
export function CommandOutput({
  text,
  facts,
  isError = false,
}: {
  readonly text: string
  readonly facts: readonly ReactNode[]
  readonly isError?: boolean
}) {
  return (
    <Folded text={cleanTerminal(text)} facts={facts} label="Output" isError={isError}>
      {(shown) =>
        terminalSpans(shown).map((span, index) => (
          // Spans have no identity: the text they are cut from never changes.
          <span key={index} className={span.className}>
            {span.text}
          </span>
        ))
      }
    </Folded>
  )
}
