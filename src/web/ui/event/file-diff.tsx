import { useState } from 'react'
import { Diff, Hunk } from 'react-diff-view'
import 'react-diff-view/style/index.css'
import { diffTexts, readPatch } from '../../lib/event-diff.ts'
import type { FileChange } from '../../lib/event-body.ts'
import { formatPlural } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import css from './event.module.css'
import { PlainText } from './folded.tsx'

/** Hunks drawn at first; each line is a table row. */
const FIRST_HUNKS = 12

/** A change to one file as a difference of lines. Where the two texts share too little, the new one alone is shown. */
export function FileDiff({ change }: { readonly change: FileChange }) {
  const [isAll, setIsAll] = useState(false)
  const patched = change.patch === null ? null : readPatch(change.patch)
  const diff = patched ?? diffTexts(change.before, change.after)
  const path = <bdi className="mono">{change.path ?? 'unknown file'}</bdi>
  if (diff === null) {
    return (
      <PlainText
        text={change.after}
        label="New content"
        facts={[path, 'rewritten: too different for a comparison, the new text is shown']}
      />
    )
  }
  const hunks = isAll ? [...diff.hunks] : diff.hunks.slice(0, FIRST_HUNKS)
  return (
    <div className={css['out']}>
      <div className={css['diff']} tabIndex={0} role="group" aria-label={`Changes to ${change.path ?? 'a file'}`}>
        {hunks.length === 0 && <p className={css['note']}>Nothing changed.</p>}
        {/* Numbers of lines mean something only where the whole file is known. */}
        <Diff
          viewType="unified"
          diffType="modify"
          hunks={hunks}
          gutterType={patched !== null || change.isWhole ? 'default' : 'none'}
        >
          {(shown) => shown.map((hunk) => <Hunk key={hunk.content} hunk={hunk} />)}
        </Diff>
      </div>
      <div className={css['bar']}>
        <span>{path}</span>
        <span>
          +{diff.added} −{diff.removed}
        </span>
        <span>{formatPlural(diff.hunks.length, 'hunk')}</span>
        <span className={css['barEnd']}>
          {hunks.length < diff.hunks.length && (
            <Button look="plain" className={css['small'] ?? ''} onClick={() => setIsAll(true)}>
              Show all
            </Button>
          )}
          {change.after !== '' && (
            <CopyButton label="Copy new text" className={css['small'] ?? ''} text={() => change.after} />
          )}
        </span>
      </div>
    </div>
  )
}
