import { useState } from 'react'
import { formatCount, formatPlural } from '../../lib/format.ts'
import type { Source } from '../../query/sources.ts'
import { Button } from '../../ui/button.tsx'
import css from './source-card.module.css'

/** Files drawn at once: a source may have thousands. */
const STEP = 100

/** Files that are there but say nothing, by path and reason; folded, and reachable to the last. */
export function UnreadableFiles({ files }: { readonly files: Source['unreadable'] }) {
  const [shown, setShown] = useState(STEP)
  const rest = files.length - shown
  return (
    <details className={css['unreadable']}>
      <summary>{formatPlural(files.length, 'unreadable file')}</summary>
      <ul>
        {files.slice(0, shown).map(({ path, reason }) => (
          <li key={path}>
            <span className="mono">{path}</span>
            <span className="muted">: {reason}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button onClick={() => setShown(shown + STEP)}>
          Show {formatCount(Math.min(STEP, rest))} more of {formatCount(rest)}
        </Button>
      )}
    </details>
  )
}
