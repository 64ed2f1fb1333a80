import { STATUSES, STATUS_LABELS } from '../../../contract/statuses.ts'
import { formatCount, formatShortCount } from '../../lib/format.ts'
import { toggleValue, withChoice } from '../../lib/search-params.ts'
import type { Schemas } from '../../query/client.ts'
import { StatusIcon, statusTone } from '../../ui/status-mark.tsx'
import type { ListAddress } from './list-address.ts'
import css from './status-badges.module.css'

/**
 * One toggle for each status, with its count under all other filters. The order and the width never change; a status that
 * nobody has is dimmed. `counts` undefined: not known yet, and then no number is shown.
 */
export function StatusBadges({
  address: { search, go },
  counts,
  exact,
}: {
  readonly address: ListAddress
  readonly counts: Schemas['FacetValues'] | undefined
  readonly exact: boolean
}) {
  const choice = search.values.status
  return (
    <div role="group" aria-label="Status" className={css['badges']}>
      {STATUSES.map((status) => {
        const count = counts?.values.find((each) => each.value === status)?.count ?? (counts ? 0 : undefined)
        return (
          <button
            key={status}
            type="button"
            className={`${css['badge']} ${statusTone(status)} ${count === 0 ? css['zero'] : ''}`}
            aria-pressed={choice.include.includes(status)}
            title={count === undefined ? undefined : `${exact ? '' : '≥ '}${formatCount(count)}`}
            onClick={() => go(withChoice(search, 'status', toggleValue(choice, 'include', status)))}
          >
            <StatusIcon status={status} size={14} />
            {STATUS_LABELS[status]}{' '}
            <b>
              {!exact && count !== undefined && <span aria-hidden="true">≥</span>}
              {count === undefined ? '' : formatShortCount(count)}
            </b>
          </button>
        )
      })}
    </div>
  )
}
