import { startTransition, useContext, useMemo, useState, type ReactNode } from 'react'
import { countLines, fold, includesText } from '../../lib/event-fold.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import css from './event.module.css'
import { FoundText } from './found-text.ts'
import { useTask } from './off-thread.ts'
import { TerminalText } from './terminal-text.tsx'
import { Windowed } from './windowed.tsx'

/** From this size on a text is cut into pages by the worker. */
const LARGE_LETTERS = 100_000
const ESC = '\u001b'
const LINE_PX = 18.6
const LETTERS_PER_LINE = 140

/** A long text in a box: its first 20 lines, all of it on demand, and what is searched in it. */
export function Folded({
  text,
  facts,
  label,
  isError = false,
  head = null,
  task = 'toPages',
  plain,
  children,
}: {
  readonly text: string
  /** Short facts for the bar below: exit code, folder, path. */
  readonly facts?: readonly ReactNode[]
  readonly label: string
  readonly isError?: boolean
  /** Stands above the text, in the same box. */
  readonly head?: ReactNode
  /** Cuts the text into stretches that are drawn one by one. */
  readonly task?: 'toPages' | 'terminalPages'
  /** What is copied of the text. */
  readonly plain?: (text: string) => string
  /** Draws a part of the text. */
  readonly children: (part: string) => ReactNode
}) {
  const [isOpen, setIsOpen] = useState(false)
  const needle = useContext(FoundText)
  const { shown, shownLines, totalLines, isWhole, found } = useMemo(() => fold(text, needle), [text, needle])
  const inView = isWhole ? totalLines : shownLines + (found?.lines ?? 0)
  return (
    <div className={`${css['out']} ${isError ? css['outError'] : ''}`}>
      {head}
      {isOpen ? (
        <Pages text={text} label={label} task={task}>
          {children}
        </Pages>
      ) : (
        text !== '' && (
          <div tabIndex={0} role="group" aria-label={label} dir="auto" className={css['pages']}>
            <pre>{children(shown)}</pre>
            {found !== null && (
              <>
                <Skipped lines={found.skippedLines} />
                <pre>{children(found.text)}</pre>
              </>
            )}
          </div>
        )
      )}
      <div className={css['bar']}>
        {facts?.map((fact, index) => (
          // Facts of one box never change places.
          <span key={index}>{fact}</span>
        ))}
        <span>
          {text === '' ? `no ${label.toLowerCase()}` : formatPlural(totalLines, 'line')}
          {!isWhole && !isOpen && `, ${formatCount(inView)} shown`}
        </span>
        <span className={css['barEnd']}>
          {!isWhole && (
            <Button
              look="plain"
              className={css['small'] ?? ''}
              onClick={() => startTransition(() => setIsOpen(!isOpen))}
            >
              {isOpen ? 'Show less' : 'Show all'}
            </Button>
          )}
          {text !== '' && <CopyButton label="Copy" className={css['small'] ?? ''} text={() => plain?.(text) ?? text} />}
        </span>
      </div>
    </div>
  )
}

/** How much lies between two stretches of a text. */
function Skipped({ lines }: { readonly lines: number }) {
  return <p className={css['skipped']}>{lines === 0 ? '⋯' : `⋯ ${formatPlural(lines, 'line')} ⋯`}</p>
}

function Pages({
  text,
  label,
  task,
  children,
}: {
  readonly text: string
  readonly label: string
  readonly task: 'toPages' | 'terminalPages'
  readonly children: (part: string) => ReactNode
}) {
  const needle = useContext(FoundText)
  const pages = useTask(task, [text], text.length > LARGE_LETTERS)
  const found = useMemo(
    () => (needle === '' ? -1 : (pages?.findIndex((page) => includesText(page, needle)) ?? -1)),
    [pages, needle],
  )
  if (pages === null) {
    return (
      <p className={css['wait']} role="status">
        Preparing {formatPlural(countLines(text), 'line')}…
      </p>
    )
  }
  const heightOf = (page: number) => LINE_PX * linesOnScreen(pages[page] ?? '')
  return (
    <Windowed count={pages.length} estimatePx={heightOf} label={label} found={found === -1 ? null : found}>
      {(page) => <pre>{children(pages[page] ?? '')}</pre>}
    </Windowed>
  )
}

/** A guess: lines of the text, and more where they are long. */
function linesOnScreen(page: string): number {
  return Math.max(countLines(page), Math.ceil(page.length / LETTERS_PER_LINE))
}

/** A text in a box, folded; one that a program coloured keeps its colours. */
export function PlainText(props: {
  readonly text: string
  readonly label: string
  readonly facts?: readonly ReactNode[]
  readonly isError?: boolean
}) {
  if (!props.text.includes(ESC)) return <Folded {...props}>{(shown) => shown}</Folded>
  return (
    <Folded {...props} task="terminalPages">
      {(shown) => <TerminalText text={shown} />}
    </Folded>
  )
}
