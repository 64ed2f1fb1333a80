import { startTransition, useContext, useMemo, useState } from 'react'
import { formatDiff, readPatch, withoutNumbers, type FileDiff as Difference } from '../../lib/event-diff.ts'
import type { FileChange } from '../../lib/event-body.ts'
import { includesText } from '../../lib/event-fold.ts'
import { rowsText } from '../../lib/event-lines.ts'
import { formatPlural } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { useDiffView } from '../preferences.ts'
import css from './event.module.css'
import { Details } from './details.tsx'
import { PlainText } from './folded.tsx'
import { FoundText } from './found-text.ts'
import { LineBox } from './line-box.tsx'
import { useTask } from './off-thread.ts'

/** From this size on two texts are compared by the worker: it may take a second. */
const LARGE_LETTERS = 10_000
/** Old and new lines both count, so there may be more of them than of a text. */
const FIRST_ROWS = 40

/** A change to one file as a difference of lines. Where the two texts share too little, both are shown. */
export function FileDiff({ change }: { readonly change: FileChange }) {
  const { before, after, patch, path } = change
  const told = useMemo(() => (patch === null ? null : readPatch(patch)), [patch])
  const isLarge = told === null && before.length + after.length > LARGE_LETTERS
  // `undefined` while it is being compared: the task says null where there is nothing to draw.
  const compared = useTask(
    'compareTexts',
    [told === null ? before : '', told === null ? after : '', 'changes'],
    isLarge,
  )
  const name = <bdi className="mono">{path ?? 'unknown file'}</bdi>
  if (told === null && compared === null) {
    return (
      <p className={css['wait']} role="status">
        Comparing {name}…
      </p>
    )
  }
  const diff = told ?? compared?.diff ?? null
  if (diff === null) {
    return (
      <>
        <PlainText
          text={after}
          label="New content"
          facts={[name, 'rewritten: too different for a comparison, the new text is shown']}
        />
        <Details summary="What was there before" texts={[before]}>
          <PlainText text={before} label="Old content" />
        </Details>
      </>
    )
  }
  const isWhole = change.isWhole && told === null
  return <Changes change={change} diff={isWhole || told !== null ? diff : withoutNumbers(diff)} isWhole={isWhole} />
}

function Changes({
  change,
  diff,
  isWhole,
}: {
  readonly change: FileChange
  readonly diff: Difference
  /** Both texts are the whole file: the rest of it can be shown. */
  readonly isWhole: boolean
}) {
  const needle = useContext(FoundText)
  // What is searched may stand in a line that did not change.
  const isElsewhere =
    isWhole && needle !== '' && includesText(change.after, needle) && !includesText(rowsText(diff.rows), needle)
  const [isAsked, setIsAsked] = useState(false)
  const wholeFile = isAsked || isElsewhere
  return (
    <DiffBox
      path={change.path}
      diff={diff}
      whole={wholeFile ? change : null}
      onWhole={isWhole ? () => startTransition(() => setIsAsked(!isAsked)) : null}
      isWholeShown={isAsked}
    />
  )
}

/** Lines of a difference in a box, in the view that the reader chose last; `whole`: with all the lines around them. */
export function DiffBox({
  path,
  diff,
  note,
  whole = null,
  onWhole = null,
  isWholeShown = false,
}: {
  readonly path: string | null
  readonly diff: Difference
  readonly note?: string
  readonly whole?: FileChange | null
  readonly onWhole?: (() => void) | null
  readonly isWholeShown?: boolean
}) {
  const [view, setView] = useDiffView()
  const isLarge = whole !== null && whole.before.length + whole.after.length > LARGE_LETTERS
  const all = useTask('compareTexts', [whole?.before ?? '', whole?.after ?? '', 'whole'], isLarge)
  const shown = whole === null ? diff : (all?.diff ?? diff)
  const small = css['small'] ?? ''
  return (
    <LineBox
      // The whole file is asked for to be seen.
      key={isWholeShown ? 'whole' : 'changes'}
      isOpenAtFirst={isWholeShown}
      rows={shown.rows}
      most={FIRST_ROWS}
      view={view}
      label={`Changes to ${path ?? 'a file'}`}
      facts={
        <>
          <bdi className="mono">{path ?? 'unknown file'}</bdi>
          {note !== undefined && <span>{note}</span>}
          {diff.rows.length === 0 ? (
            <span>nothing changed</span>
          ) : (
            <>
              <span>
                +{diff.added} −{diff.removed}
              </span>
              <span>{formatPlural(diff.hunks, 'hunk')}</span>
            </>
          )}
        </>
      }
    >
      {diff.rows.length > 0 && (
        <Button look="plain" className={small} onClick={() => setView(view === 'split' ? 'unified' : 'split')}>
          {view === 'split' ? 'Unified' : 'Split'}
        </Button>
      )}
      {onWhole !== null && (
        <Button look="plain" className={small} onClick={onWhole}>
          {isWholeShown ? 'Changes only' : 'Whole file'}
        </Button>
      )}
      {diff.rows.length > 0 && <CopyButton label="Copy" className={small} text={() => formatDiff(shown.rows)} />}
    </LineBox>
  )
}
