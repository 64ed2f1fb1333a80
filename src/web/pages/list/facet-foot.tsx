import { formatCount } from '../../lib/format.ts'
import type { Choice } from '../../lib/list-search.ts'
import { Button } from '../../ui/button.tsx'
import css from './facet-picker.module.css'

/** How many values the index lists at most. */
export const MOST = 100
/** How many more each step brings. */
const STEP = 50

/** The limit after one more step. */
export function nextLimit(limit: number): number {
  return Math.min(MOST, limit + STEP)
}

/** Below the values of a picker: clear the choice, show more of them, or how to find those `hidden` that are not listed. */
export function FacetFoot({
  choice,
  hidden,
  limit,
  onMore,
  onClear,
}: {
  readonly choice: Choice
  readonly hidden: number
  readonly limit: number
  readonly onMore: () => void
  readonly onClear: () => void
}) {
  return (
    <div className={css['foot']}>
      <Button look="plain" disabled={choice.include.length + choice.exclude.length === 0} onClick={onClear}>
        Clear
      </Button>
      {hidden > 0 && limit < MOST && (
        <Button look="plain" onClick={onMore}>
          {Math.min(hidden, nextLimit(limit) - limit)} more values
        </Button>
      )}
      {hidden > 0 && limit >= MOST && <span className={css['hint']}>Type to find {formatCount(hidden)} others</span>}
    </div>
  )
}
