import { useState } from 'react'
import { moveColumn } from '../../lib/column-choice.ts'
import { COLUMN_IDS, COLUMN_LABELS, PINNED_COLUMNS, type ColumnId } from '../../lib/list-columns.ts'
import { Icon } from '../../ui/icon.tsx'
import { useRowDrag } from './row-drag.ts'
import css from './columns-popup.module.css'

/** The columns shown in their order, to hide and to move, and below them those that are hidden. */
export function ColumnList({
  columns,
  onToggle,
  onMove,
}: {
  readonly columns: readonly ColumnId[]
  readonly onToggle: (id: ColumnId) => void
  readonly onMove: (from: number, to: number) => void
}) {
  const [said, setSaid] = useState('')
  const move = (from: number, to: number) => {
    const id = columns[from]
    if (id === undefined || to < 0 || to >= columns.length) return
    onMove(from, to)
    setSaid(`${COLUMN_LABELS[id]}: ${to + 1} of ${columns.length}`)
  }
  const { drag, grip } = useRowDrag(columns.length, move)
  const order = drag === null ? columns : moveColumn(columns, drag.from, drag.to)
  return (
    <div className={css['scroll']}>
      <ul className={css['list']} aria-label="Pinned columns">
        {PINNED_COLUMNS.map((id) => (
          <li key={id} className={css['row']}>
            <Choice label={COLUMN_LABELS[id]} isShown />
            <span className="muted">always first</span>
          </li>
        ))}
      </ul>
      <ul className={css['list']} aria-label="Shown columns">
        {columns.map((id, index) => (
          <li
            key={id}
            className={`${css['row']} ${drag?.from === index ? css['dragged'] : ''}`}
            style={{ order: order.indexOf(id) }}
          >
            <span className={css['grip']} {...grip(index)} />
            <Choice label={COLUMN_LABELS[id]} isShown onToggle={() => onToggle(id)} />
            <MoveButton
              label={`Move left ${COLUMN_LABELS[id]}`}
              isEnd={index === 0}
              onMove={() => move(index, index - 1)}
              icon="chevron-left"
            />
            <MoveButton
              label={`Move right ${COLUMN_LABELS[id]}`}
              isEnd={index === columns.length - 1}
              onMove={() => move(index, index + 1)}
              icon="chevron-right"
            />
          </li>
        ))}
      </ul>
      <ul className={css['list']} aria-label="Hidden columns">
        {COLUMN_IDS.filter((id) => !columns.includes(id)).map((id) => (
          <li key={id} className={css['row']}>
            <Choice label={COLUMN_LABELS[id]} isShown={false} onToggle={() => onToggle(id)} />
          </li>
        ))}
      </ul>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  )
}

/** Without `onToggle` it is shown for good. */
function Choice({
  label,
  isShown,
  onToggle,
}: {
  readonly label: string
  readonly isShown: boolean
  readonly onToggle?: () => void
}) {
  return (
    <label className={css['choice']}>
      <input type="checkbox" checked={isShown} disabled={onToggle === undefined} onChange={() => onToggle?.()} />
      {label}
    </label>
  )
}

/** Stays focusable at the ends, so that a column can be moved on and on by the same key. */
function MoveButton({
  label,
  isEnd,
  onMove,
  icon,
}: {
  readonly label: string
  readonly isEnd: boolean
  readonly onMove: () => void
  readonly icon: 'chevron-left' | 'chevron-right'
}) {
  return (
    <button
      type="button"
      className={css['move']}
      aria-label={label}
      title={label}
      aria-disabled={isEnd}
      onClick={onMove}
    >
      <Icon name={icon} size={14} />
    </button>
  )
}
