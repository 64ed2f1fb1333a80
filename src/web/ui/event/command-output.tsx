import type { ReactNode } from 'react'
import { cleanTerminal, terminalSpans, withoutColours } from '../../lib/event-terminal.ts'
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
    <Folded
      text={text}
      facts={facts}
      label="Output"
      isError={isError}
      task="terminalPages"
      plain={(output) => withoutColours(cleanTerminal(output))}
    >
      {(part) => <TerminalText text={part} />}
    </Folded>
  )
}

function TerminalText({ text }: { readonly text: string }) {
  return terminalSpans(cleanTerminal(text)).map((span, index) => (
    // Spans have no identity: the text they are cut from never changes.
    <span key={index} className={span.className}>
      {span.text}
    </span>
  ))
}
