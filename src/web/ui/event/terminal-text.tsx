import { cleanTerminal, terminalSpans } from '../../lib/event-terminal.ts'
import './ansi.css'

/** Text with the escape codes of a terminal: its colours are drawn, everything else of them is left out. */
export function TerminalText({ text }: { readonly text: string }) {
  return terminalSpans(cleanTerminal(text)).map((span, index) => (
    // Spans have no identity: the text they are cut from never changes.
    <span key={index} className={span.className}>
      {span.text}
    </span>
  ))
}
