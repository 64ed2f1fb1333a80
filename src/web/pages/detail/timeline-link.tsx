import type { ComponentProps } from 'react'
import { withKeys, withoutEventFilter } from '../../lib/event-filter.ts'
import { conversationPath, eventPath } from '../../lib/paths.ts'
import { pickListKeys } from '../../lib/search-params.ts'
import type { SearchRecord } from '../../lib/search-record.ts'
import type { TimelineTarget } from '../../lib/timeline-lanes.ts'
import { Link } from '../../ui/link.tsx'
import type { DetailAddress } from './detail-address.ts'

/** A moment as a bound of the address spells it. */
export function spellMoment(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

/** The link of an item: to the event in the transcript, to its time alone, or to the other conversation. */
export function TimelineLink({
  target,
  address,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'to' | 'search' | 'scroll' | 'target'> & {
  readonly target: TimelineTarget
  readonly address: DetailAddress
}) {
  const [to, search] = placeOf(target, address)
  return <Link {...rest} to={to} search={search} scroll={target.to === 'conversation' ? 'reset' : 'keep'} />
}

function placeOf(target: TimelineTarget, { conversationId, record }: DetailAddress): readonly [string, SearchRecord] {
  if (target.to === 'event')
    return [eventPath(conversationId, target.eventId), withKeys(record, { tab: undefined, focused: undefined })]
  if (target.to === 'conversation') return [conversationPath(target.conversationId), pickListKeys(record)]
  const [efrom, eto] = [spellMoment(target.from), spellMoment(target.until)]
  // Where it cannot be told further apart the rows themselves are left.
  const isShown = record['efrom'] === efrom && record['eto'] === eto
  const range = withKeys(record, { efrom, eto, ...(isShown ? { tab: undefined } : {}) })
  return [conversationPath(conversationId), isShown ? withoutEventFilter(range) : range]
}
