import { startTransition, useContext, useMemo, useState, type ReactNode } from 'react'
import type { DiffRow } from '../../lib/event-diff.ts'
import { toPairs } from '../../lib/event-diff.ts'
import { includesText } from '../../lib/event-fold.ts'
import { foldRows, rowsText, toRowPages } from '../../lib/event-lines.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import css from './event.module.css'
import { FoundText } from './found-text.ts'
import { FileLines, SplitLines, UnifiedLines } from './line-table.tsx'
import { Windowed } from './windowed.tsx'

/** How lines are drawn: one file, a difference in one column, a difference in two. */
export type LineView = 'file' | 'unified' | 'split'

const LINE_PX = 18.6
const LETTERS_PER_LINE = { file: 130, unified: 120, split: 60 }

/** Lines with numbers in a box: the first of them, all on demand, and those where the searched text stands. */
export function LineBox({
  rows,
  most,
  view,
  label,
  facts,
  isOpenAtFirst = false,
  children,
}: {
  readonly rows: readonly DiffRow[]
  /** Rows shown while folded. */
  readonly most: number
  readonly view: LineView
  readonly label: string
  /** Short facts for the bar below. */
  readonly facts: ReactNode
  readonly isOpenAtFirst?: boolean
  /** Buttons for the end of the bar. */
  readonly children?: ReactNode
}) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst)
  const needle = useContext(FoundText)
  const isWhole = rows.length <= most
  const shown = useMemo(
    () => (isOpen || isWhole ? rows : foldRows(rows, most, needle)),
    [isOpen, isWhole, rows, most, needle],
  )
  return (
    <div className={css['out']}>
      {shown.length > 0 && <RowPages rows={shown} view={view} label={label} needle={needle} />}
      <div className={css['bar']}>
        {facts}
        {!isWhole && (
          <span>
            {formatPlural(rows.length, 'line')}
            {!isOpen && `, ${formatCount(shown.length)} shown`}
          </span>
        )}
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
          {children}
        </span>
      </div>
    </div>
  )
}

function RowPages({
  rows,
  view,
  label,
  needle,
}: {
  readonly rows: readonly DiffRow[]
  readonly view: LineView
  readonly label: string
  readonly needle: string
}) {
  const isNumbered = rows.some((row) => row.type !== 'skip' && (row.oldLine !== null || row.newLine !== null))
  const pages = useMemo(() => toRowPages(rows), [rows])
  const found = useMemo(
    () => (needle === '' ? -1 : pages.findIndex((page) => includesText(rowsText(page), needle))),
    [pages, needle],
  )
  const heightOf = (page: readonly DiffRow[]) =>
    page.reduce(
      (sum, row) => sum + Math.ceil((row.type === 'skip' ? 1 : row.text.length || 1) / LETTERS_PER_LINE[view]),
      0,
    )
  return (
    <Windowed
      count={pages.length}
      estimatePx={(page) => LINE_PX * heightOf(pages[page] ?? [])}
      label={label}
      found={found === -1 ? null : found}
      direction="ltr"
      className={css['linePages'] ?? ''}
    >
      {(page) => <Lines rows={pages[page] ?? []} view={view} isNumbered={isNumbered} />}
    </Windowed>
  )
}

function Lines({
  rows,
  view,
  isNumbered,
}: {
  readonly rows: readonly DiffRow[]
  readonly view: LineView
  readonly isNumbered: boolean
}) {
  if (view === 'file') return <FileLines rows={rows} />
  if (view === 'unified') return <UnifiedLines rows={rows} isNumbered={isNumbered} />
  return <SplitLines pairs={toPairs(rows)} isNumbered={isNumbered} />
}
