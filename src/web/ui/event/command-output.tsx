import type { ReactNode } from 'react'
import { cleanTerminal, withoutColours } from '../../lib/event-terminal.ts'
import css from './event.module.css'
import { Folded } from './folded.tsx'
import { TerminalText } from './terminal-text.tsx'

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
