import { chosenColumns, moveColumn, toggleColumn } from '../../lib/column-choice.ts'
import { DEFAULT_COLUMNS, type ColumnId } from '../../lib/list-columns.ts'
import { toListRecord } from '../../lib/search-params.ts'
import { stringifySearch } from '../../lib/search-record.ts'
import { DEFAULT_LAYOUT } from '../../lib/table-layout.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { Popup } from '../../ui/popup.tsx'
import { ColumnList } from './column-list.tsx'
import { DensityPicker } from './density-picker.tsx'
import type { ListAddress } from './list-address.ts'
import { changeLayout, useTableLayout } from './table-layout-store.ts'
import css from './columns-popup.module.css'

/** Which columns the list has, in what order and how dense its rows stand. */
export function ColumnsPopup({
  address: { search, go },
  anchor,
  onClose,
}: PopupAnchor & { readonly address: ListAddress }) {
  const layout = useTableLayout()
  const columns = search.columns ?? layout.columns ?? DEFAULT_COLUMNS
  // Columns of an address are changed there: what the browser keeps stays as it is.
  const choose = (next: readonly ColumnId[]) => {
    if (search.columns === null) changeLayout(() => ({ columns: chosenColumns(next) }))
    else go({ ...search, columns: next }, 'replace')
  }
  const leaveAddress = () => go({ ...search, columns: null }, 'replace')
  const link = () => location.origin + location.pathname + stringifySearch(toListRecord({ ...search, columns }))

  return (
    <Popup anchor={anchor} label="Columns" onClose={onClose}>
      {search.columns !== null && (
        <div className={css['note']}>
          <p>These columns come with the link. Yours are kept.</p>
          <Button onClick={leaveAddress}>Show mine</Button>
          <Button
            onClick={() => {
              changeLayout(() => ({ columns: chosenColumns(columns) }))
              leaveAddress()
            }}
          >
            Keep these
          </Button>
        </div>
      )}
      <ColumnList
        columns={columns}
        onToggle={(id) => choose(toggleColumn(columns, id))}
        onMove={(from, to) => choose(moveColumn(columns, from, to))}
      />
      <DensityPicker chosen={layout.density} onChoose={(density) => changeLayout(() => ({ density }))} />
      <div className={css['foot']}>
        <CopyButton label="Copy link with columns" text={link} />
        <Button
          look="plain"
          aria-disabled={Object.keys(layout.widths).length === 0}
          onClick={() => changeLayout(() => ({ widths: {} }))}
        >
          Reset widths
        </Button>
        <Button
          look="plain"
          onClick={() => {
            changeLayout(() => DEFAULT_LAYOUT)
            if (search.columns !== null) leaveAddress()
          }}
        >
          Reset
        </Button>
      </div>
    </Popup>
  )
}
