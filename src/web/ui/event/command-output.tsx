import type { ReactNode } from 'react'
import { cleanTerminal, terminalSpans, withoutColours } from '../../lib/event-terminal.ts'
import './ansi.css'
import css from './event.module.css'
import { Folded } from './folded.tsx'

/** What a command printed, with its colours, folded. */
export function CommandOutput({
  command,
  text,
  facts,
  isError = false,
}: {
  /** Stands above what it printed; null where it is known already. */
  readonly command: string | null
  readonly text: string
  readonly facts: readonly ReactNode[]
  readonly isError?: boolean
}) {
  return (
    <Folded
      head={command === null ? null : <pre className={css['command']}>$ {command}</pre>}
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
