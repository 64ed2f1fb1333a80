import type { DiffPair, DiffRow } from '../../lib/event-diff.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import css from './lines.module.css'

type Line = Exclude<DiffRow, { readonly type: 'skip' }>

const SIGNS = { same: '', insert: '+', delete: '−' } as const

/** Lines of a difference below each other, with their numbers in both files where those are known. */
export function UnifiedLines({
  rows,
  isNumbered,
}: {
  readonly rows: readonly DiffRow[]
  readonly isNumbered: boolean
}) {
  return (
    <table className={css['lines']}>
      <Columns of={isNumbered ? ['number', 'number', 'sign', 'code'] : ['sign', 'code']} />
      <tbody>
        {rows.map((row, index) =>
          row.type === 'skip' ? (
            <Skip key={index} lines={row.lines} columns={isNumbered ? 4 : 2} />
          ) : (
            <tr key={index} className={css[row.type]}>
              {isNumbered && <LineNumber line={row.oldLine} />}
              {isNumbered && <LineNumber line={row.newLine} />}
              <LineText line={row} />
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

/** The same with the old file on the left and the new one on the right. */
export function SplitLines({
  pairs,
  isNumbered,
}: {
  readonly pairs: readonly DiffPair[]
  readonly isNumbered: boolean
}) {
  return (
    <table className={`${css['lines']} ${css['split']}`}>
      <Columns of={isNumbered ? SPLIT_NUMBERED : ['sign', 'code', 'sign', 'code']} />
      <tbody>
        {pairs.map(({ left, right }, index) =>
          left?.type === 'skip' || right?.type === 'skip' ? (
            <Skip key={index} lines={left?.type === 'skip' ? left.lines : null} columns={isNumbered ? 6 : 4} />
          ) : (
            <tr key={index}>
              <Side line={left} number={left?.oldLine ?? null} isNumbered={isNumbered} />
              <Side line={right} number={right?.newLine ?? null} isNumbered={isNumbered} />
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

/** Lines of one file. */
export function FileLines({ rows }: { readonly rows: readonly DiffRow[] }) {
  return (
    <table className={css['lines']}>
      <Columns of={['number', 'code']} />
      <tbody>
        {rows.map((row, index) =>
          row.type === 'skip' ? (
            <Skip key={index} lines={row.lines} columns={2} />
          ) : (
            <tr key={index}>
              <LineNumber line={row.newLine} />
              <td className={css['code']}>{row.text}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

const SPLIT_NUMBERED = ['number', 'sign', 'code', 'number', 'sign', 'code'] as const

/** The widths of the columns, whatever the first row of a page is. */
function Columns({ of }: { readonly of: readonly ('number' | 'sign' | 'code')[] }) {
  return (
    <colgroup>
      {of.map((name, index) => (
        <col key={index} className={name === 'code' ? undefined : css[`${name}Column`]} />
      ))}
    </colgroup>
  )
}

function Side({
  line,
  number,
  isNumbered,
}: {
  readonly line: Line | null
  readonly number: number | null
  readonly isNumbered: boolean
}) {
  const tone = line === null ? css['absent'] : css[line.type]
  if (line === null) return <td className={tone} colSpan={isNumbered ? 3 : 2} />
  return (
    <>
      {isNumbered && <LineNumber line={number} tone={tone} />}
      <LineText line={line} tone={tone} />
    </>
  )
}

function LineNumber({ line, tone = '' }: { readonly line: number | null; readonly tone?: string | undefined }) {
  return <td className={`${css['number']} ${tone}`}>{line}</td>
}

function LineText({ line, tone = '' }: { readonly line: Line; readonly tone?: string | undefined }) {
  const text = <Marked line={line} />
  return (
    <>
      <td className={`${css['sign']} ${tone}`}>{SIGNS[line.type]}</td>
      <td className={`${css['code']} ${tone}`}>
        {line.type === 'insert' ? <ins>{text}</ins> : line.type === 'delete' ? <del>{text}</del> : text}
      </td>
    </>
  )
}

function Marked({ line: { text, mark } }: { readonly line: Line }) {
  if (mark === undefined || mark[0] === mark[1]) return text
  return (
    <>
      {text.slice(0, mark[0])}
      <span className={css['changed']}>{text.slice(...mark)}</span>
      {text.slice(mark[1])}
    </>
  )
}

function Skip({ lines, columns }: { readonly lines: number | null; readonly columns: number }) {
  return (
    <tr className={css['skip']}>
      <td colSpan={columns} title={lines === null ? undefined : `${formatCount(lines)} lines did not change`}>
        ⋯{lines !== null && ` ${formatPlural(lines, 'line')}`}
      </td>
    </tr>
  )
}
