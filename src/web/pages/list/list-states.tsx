import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { useIsSlow } from '../../ui/waiting.ts'
import { rowHeight, useTableLayout } from './table-layout-store.ts'
import states from '../../ui/states.module.css'
import css from './list-states.module.css'

/** How a directory is given to Lookout. */
export const GIVE_A_DIRECTORY = 'npm start -- path/to/conversations'

/** The shape of the table while the first page is on its way; invisible for the first 150 ms. */
export function ListSkeleton() {
  const layout = useTableLayout()
  return (
    <div
      className={`${states['skeleton']} ${css['skeleton']}`}
      style={rowHeight(layout)}
      role="status"
      aria-label="Loading conversations"
    >
      {Array.from({ length: 18 }, (_, row) => (
        <div key={row} className={css['line']} aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  )
}

/** After five seconds without an answer: that it goes on, and a way out of waiting. Moves nothing. */
export function StillWorking({ onCancel }: { readonly onCancel: () => void }) {
  const isSlow = useIsSlow()
  return (
    <div role="status" className={css['slow']}>
      {isSlow && (
        <span>
          Still working <Button onClick={onCancel}>Cancel</Button>
        </span>
      )}
    </div>
  )
}

/** The reader gave up waiting, and there is nothing to show. */
export function Stopped({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className={`${states['empty']} ${css['empty']}`} role="status">
      <h2>Cancelled</h2>
      <p>The list was not loaded, because you cancelled it.</p>
      <Button onClick={onRetry}>Retry</Button>
    </div>
  )
}

/** In the place of the rows: why there are none. */
export function EmptyList({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={`${states['empty']} ${css['empty']}`}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** The first walk over the sources has not found a conversation so far. */
export function StillReading() {
  return (
    <div role="status">
      <EmptyList title="Reading conversations…">
        <p>The first ones appear here as soon as they are read.</p>
      </EmptyList>
    </div>
  )
}
