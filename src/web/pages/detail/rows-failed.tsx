import { ErrorState } from '../../ui/error-state.tsx'
import type { EventRows } from './event-rows.ts'
import css from './rows-failed.module.css'

/**
 * Says that some rows did not come, in sight wherever the reader is among them. Stands after the rows, so that it moves none.
 */
export function RowsFailed({ rows: { error, retry } }: { readonly rows: EventRows }) {
  if (error === null) return null
  return (
    <div className={css['foot']}>
      <ErrorState title="These events could not be loaded" error={error} onRetry={retry} />
    </div>
  )
}
