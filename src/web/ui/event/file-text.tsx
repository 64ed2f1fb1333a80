import type { ReactNode } from 'react'
import { rowsText, type NumberedText } from '../../lib/event-lines.ts'
import { formatPlural } from '../../lib/format.ts'
import { CopyButton } from '../copy-button.tsx'
import css from './event.module.css'
import { LineBox } from './line-box.tsx'

const FIRST_ROWS = 20

/** A file, or a part of one, with the numbers of its lines; what the tool said of it stands in the bar. */
export function FileText({ file, facts }: { readonly file: NumberedText; readonly facts: readonly ReactNode[] }) {
  const { rows, intro, outro } = file
  return (
    <>
      {intro.includes('\n') && <p className={css['note']}>{intro}</p>}
      <LineBox
        rows={rows}
        most={FIRST_ROWS}
        view="file"
        label="Content"
        facts={
          <>
            {facts.map((fact, index) => (
              // Facts of one box never change places.
              <span key={index}>{fact}</span>
            ))}
            {rows.length <= FIRST_ROWS && (
              <span>{rows.length === 0 ? 'empty' : formatPlural(rows.length, 'line')}</span>
            )}
          </>
        }
      >
        <CopyButton label="Copy" className={css['small'] ?? ''} text={() => rowsText(rows)} />
      </LineBox>
      {outro.trim() !== '' && <p className={css['note']}>{outro}</p>}
    </>
  )
}
