import { useSyncExternalStore, type CSSProperties } from 'react'
import { ROW_PX, toTableLayout, writeTableLayout, type TableLayout } from '../../lib/table-layout.ts'
import { stored } from '../../ui/stored.ts'

const layout = stored('lookout-table', toTableLayout, writeTableLayout)

/** How this browser lays out the list. */
export function useTableLayout(): TableLayout {
  return useSyncExternalStore(layout.subscribe, layout.get)
}

/** Lays it out otherwise: what is given changes, the rest stays as it is stored. */
export function changeLayout(change: (before: TableLayout) => Partial<TableLayout>): void {
  layout.update((before) => ({ ...before, ...change(before) }))
}

/** The height of the rows as the variable that the style sheets read. */
export function rowHeight({ density }: TableLayout): CSSProperties {
  // The library's type knows no custom properties.
  return { '--row': `${ROW_PX[density]}px` } as CSSProperties
}
