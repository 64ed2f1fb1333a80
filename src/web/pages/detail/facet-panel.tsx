import { withKeys } from '../../lib/event-filter.ts'
import { formatCount } from '../../lib/format.ts'
import type { EventFacets } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { lazyPage } from '../../ui/lazy-page.tsx'
import { Part } from '../../ui/part.tsx'
import type { DetailAddress } from './detail-address.ts'
import { FacetGroup } from './facet-group.tsx'
import css from './facet-panel.module.css'

// Brings a library of its own, which the first event need not wait for.
const times = lazyPage(async () => (await import('./event-times.tsx')).EventTimes)

/** What the events are, how many of each and when they happened, as filters; and the way from error to error. */
export function FacetPanel({
  address,
  facets,
  eventTotal,
  isBusy,
  onError,
  errorNote,
}: {
  readonly address: DetailAddress
  readonly facets: EventFacets | undefined
  /** All events of the conversation, unfiltered; null is unknown. */
  readonly eventTotal: number | null
  readonly isBusy: boolean
  /** Null where no rows are there to step through. */
  readonly onError: ((step: 1 | -1) => void) | null
  readonly errorNote: string
}) {
  const { record, go } = address
  const toggle = (key: 'eerrors' | 'efailed') =>
    go(withKeys(record, { [key]: record[key] === 'true' ? undefined : 'true' }))
  const whyNot =
    facets?.errors.count === 0 ? 'There is no error' : onError === null ? 'Steps through the transcript' : null
  const isEmpty = eventTotal === 0
  return (
    <div aria-busy={isBusy} className={css['panel']}>
      <p className={css['total']}>
        <b>{facets === undefined ? '…' : facets.total === null ? 'counting' : formatCount(facets.total)}</b> of{' '}
        {formatCount(eventTotal)} events
      </p>
      <div className={css['errors']}>
        <Toggle isOn={record['eerrors'] === 'true'} count={facets?.errors.count} onClick={() => toggle('eerrors')}>
          Errors only
        </Toggle>
        <Toggle
          isOn={record['efailed'] === 'true'}
          count={facets?.failed_commands.count}
          onClick={() => toggle('efailed')}
        >
          Failed commands
        </Toggle>
        <Button disabled={whyNot !== null} title={whyNot ?? 'Shift+E'} onClick={() => onError?.(-1)}>
          Previous error
        </Button>
        <Button disabled={whyNot !== null} title={whyNot ?? 'E'} onClick={() => onError?.(1)}>
          Next error
        </Button>
      </div>
      <p role="status" className={css['note']}>
        {errorNote}
      </p>
      <section className={css['group']}>
        <h2 id="facet-time">Time</h2>
        <div role="group" aria-labelledby="facet-time" className={css['time']}>
          {facets !== undefined && (
            <Part name="The time range" onRetry={times.preload}>
              <times.Page address={address} facets={facets} />
            </Part>
          )}
        </div>
      </section>
      <FacetGroup name="Kind" field="kind" values={facets?.facets.kind} isEmpty={isEmpty} address={address} />
      <FacetGroup name="Source" field="esource" values={facets?.facets.source} isEmpty={isEmpty} address={address} />
      <FacetGroup name="Tool" field="tool" values={facets?.facets.tool_name} isEmpty={isEmpty} address={address} />
    </div>
  )
}

function Toggle({
  isOn,
  count,
  onClick,
  children,
}: {
  readonly isOn: boolean
  readonly count: number | undefined
  readonly onClick: () => void
  readonly children: string
}) {
  return (
    <Button look={isOn ? 'on' : 'normal'} aria-pressed={isOn} onClick={onClick}>
      {children}
      {count !== undefined && <span className={css['small']}> {formatCount(count)}</span>}
    </Button>
  )
}
