import { useContext, useState, type ReactNode } from 'react'
import { includesText } from '../../lib/event-fold.ts'
import { toldText, type Field, type Told } from '../../lib/event-pieces.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import css from './event.module.css'
import { FoundText } from './found-text.ts'
import { ToldValue } from './told-value.tsx'

/** Names and their values. */
export function FieldList({ label, fields }: { readonly label: string; readonly fields: readonly Field[] }) {
  return (
    <div role="group" aria-label={label}>
      <dl className={css['fields']}>
        {fields.map(({ name, value }) => (
          <div key={name}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <ToldValue value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** A small table of figures. */
export function ToldTable({
  label,
  columns,
  rows,
}: {
  readonly label: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Told[])[]
}) {
  return (
    <div className={css['wide']} tabIndex={0} role="group" aria-label={label}>
      <table className={css['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={columns[column]}>
                  <ToldValue value={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const FIRST_ITEMS = 20
/** More is drawn by further clicks: each is an element. */
const STEP_ITEMS = 1000

/** Short things below each other: the first of them, and more on demand. */
export function ItemList({
  label,
  items,
  facts,
}: {
  readonly label: string
  readonly items: readonly Told[]
  readonly facts: readonly ReactNode[]
}) {
  const needle = useContext(FoundText)
  const [steps, setSteps] = useState(0)
  const most = FIRST_ITEMS + steps * STEP_ITEMS
  const shown = items.slice(0, most)
  const found = needle === '' ? -1 : items.findIndex((item) => includesText(toldText(item), needle))
  const late = found >= most ? items[found] : undefined
  return (
    <div className={css['out']}>
      {items.length > 0 && (
        <div className={css['pages']} tabIndex={0} role="group" aria-label={label}>
          <ul className={css['items']}>
            {shown.map((item, index) => (
              <li key={index}>
                <ToldValue value={item} />
              </li>
            ))}
            {late !== undefined && (
              <li>
                ⋯ <ToldValue value={late} />
              </li>
            )}
          </ul>
        </div>
      )}
      <div className={css['bar']}>
        {facts.map((fact, index) => (
          <span key={index}>{fact}</span>
        ))}
        {facts.length === 0 && <span>{formatPlural(items.length, 'item')}</span>}
        {shown.length < items.length && <span>{formatCount(shown.length)} shown</span>}
        <span className={css['barEnd']}>
          {shown.length < items.length && (
            <Button look="plain" className={css['small'] ?? ''} onClick={() => setSteps(steps + 1)}>
              {items.length <= most + STEP_ITEMS ? 'Show all' : 'Show more'}
            </Button>
          )}
          {items.length > 0 && (
            <CopyButton
              label="Copy"
              className={css['small'] ?? ''}
              text={() => items.map((item) => toldText(item)).join('\n')}
            />
          )}
        </span>
      </div>
    </div>
  )
}
