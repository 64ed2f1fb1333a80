import { useState } from 'react'
import { STATUSES, STATUS_LABELS, type Status } from '../../../contract/statuses.ts'
import { formatAge } from '../../lib/format-time.ts'
import { UNKNOWN, formatCount, formatShortCount } from '../../lib/format.ts'
import { toggleValue, withChoice } from '../../lib/list-search.ts'
import type { Schemas } from '../../query/client.ts'
import { useNow } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { StatusIcon, statusTone } from '../../ui/status-mark.tsx'
import type { ListAddress } from './list-address.ts'
import css from './status-badges.module.css'

/**
 * One toggle for each status, with its count under all other filters. The order and the width never change; a status that nobody
 * has is dimmed. `counts` is undefined where there are none: no number is shown, or, with `hasFailed`, that it is unknown. With both
 * the counts are marked as those of `rightAt`. `before` are the counts when the list was loaded: what came or went since stands
 * beside the number.
 */
export function StatusBadges({
  address: { search, go },
  counts,
  before,
  exact,
  hasFailed,
  rightAt,
}: {
  readonly address: ListAddress
  readonly counts: Schemas['FacetValues'] | undefined
  readonly before: Schemas['FacetValues'] | undefined
  readonly exact: boolean
  readonly hasFailed: boolean
  /** UTC ms. */
  readonly rightAt: number | null
}) {
  const [pointed, setPointed] = useState<Status | null>(null)
  const now = useNow()
  const choice = search.values.status
  const age = hasFailed && rightAt !== null ? formatAge(now - rightAt) : null
  return (
    <div role="group" aria-label="Status" className={css['badges']}>
      {STATUSES.map((status) => {
        const count = countIn(counts, status)
        const change = (count ?? 0) - (countIn(before, status) ?? count ?? 0)
        const hint = pointed === status ? hintOf({ count, change, exact, age, hasFailed }) : null
        const leave = () => setPointed(null)
        return (
          <button
            key={status}
            type="button"
            className={`${css['badge']} ${statusTone(status)} ${count === 0 ? css['zero'] : ''} ${age === null ? '' : css['stale']}`}
            aria-pressed={choice.include.includes(status)}
            aria-describedby={hint === null ? undefined : 'badge-hint'}
            onPointerEnter={() => setPointed(status)}
            onPointerLeave={leave}
            onFocus={() => setPointed(status)}
            onBlur={leave}
            onKeyDown={(event) => event.key === 'Escape' && leave()}
            onClick={() => go(withChoice(search, 'status', toggleValue(choice, 'include', status)))}
          >
            <StatusIcon status={status} size={14} />
            <Label status={status} />{' '}
            <b>
              {!exact && count !== undefined && <span aria-hidden="true">≥</span>}
              {count === undefined ? hasFailed && <Unknown /> : formatShortCount(count)}
            </b>
            {/* No text of the button, whose name is the label and the number; the hint says it in words. */}
            <i aria-hidden="true" data-change={age === null && change !== 0 ? formatChange(change) : undefined}>
              {age !== null && <Icon name="clock" size={11} />}
            </i>
            {hint !== null && (
              <span id="badge-hint" role="tooltip" aria-hidden="true" className={css['hint']}>
                {hint}
              </span>
            )}
          </button>
        )
      })}
    </div>
  )
}

/** The long one is cut for the eye, so that all nine stand on one line. */
function Label({ status }: { readonly status: Status }) {
  if (status !== 'waiting_for_confirmation') return STATUS_LABELS[status]
  const [first = '', ...others] = STATUS_LABELS[status].split(' ')
  return (
    <span>
      {first}
      <span className="visually-hidden"> {others.join(' ')}</span>
    </span>
  )
}

function Unknown() {
  return (
    <>
      <span aria-hidden="true">?</span>
      <span className="visually-hidden">{UNKNOWN}</span>
    </>
  )
}

function countIn(counts: Schemas['FacetValues'] | undefined, status: Status): number | undefined {
  return counts?.values.find((each) => each.value === status)?.count ?? (counts ? 0 : undefined)
}

/** `+3`, `−1`; at most two digits. */
function formatChange(change: number): string {
  return `${change > 0 ? '+' : '−'}${Math.min(Math.abs(change), 99)}`
}

/** What the number of a badge leaves out; null where it says all. */
function hintOf({
  count,
  change,
  exact,
  age,
  hasFailed,
}: {
  readonly count: number | undefined
  readonly change: number
  readonly exact: boolean
  readonly age: string | null
  readonly hasFailed: boolean
}): string | null {
  if (count === undefined) return hasFailed ? 'The number could not be loaded' : null
  const words = [
    formatShortCount(count) === formatCount(count) && exact ? '' : `${exact ? '' : '≥ '}${formatCount(count)}`,
    exact ? '' : 'still counting',
    age === null ? '' : `${age} old`,
    change === 0 ? '' : `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} since the list was loaded`,
  ]
  return words.filter(Boolean).join(', ') || null
}
