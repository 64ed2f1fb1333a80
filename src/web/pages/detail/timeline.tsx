import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isFiltered, withKeys, withoutEventFilter } from '../../lib/event-filter.ts'
import { formatCount, formatPlural } from '../../lib/format.ts'
import { toLanes } from '../../lib/timeline-lanes.ts'
import type { Conversation } from '../../query/conversations.ts'
import { conversationBatch } from '../../query/conversations.ts'
import { timeline, type Timeline as Spans } from '../../query/timeline.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { useSkeleton } from '../../ui/waiting.ts'
import type { DetailAddress } from './detail-address.ts'
import { TimelinePlot } from './timeline-plot.tsx'
import { TimelineTable } from './timeline-table.tsx'
import { TimelineTools } from './timeline-tools.tsx'
import css from './timeline.module.css'

/** When everything happened, by tool: as a picture whose pauses are folded, or as a table. */
export function Timeline({
  address,
  conversation,
}: {
  readonly address: DetailAddress
  readonly conversation: Conversation
}) {
  const { filter } = address
  const answer = useQuery(timeline(conversation.id, filter))
  const childIds = conversation.sub_conversation_ids
  const children = useQuery({ ...conversationBatch(childIds), enabled: childIds.length > 0 })
  const isSkeleton = useSkeleton(answer.isPending)
  const [isTable, setTable] = useState(false)
  const spans = answer.data?.spans
  // Other filters are about events of this conversation alone.
  const isOwn = Object.keys(filter).some((name) => !name.startsWith('time'))
  const lanes = useMemo(() => toLanes(spans ?? [], isOwn ? [] : (children.data ?? [])), [spans, isOwn, children.data])
  if (answer.data === undefined && answer.isError)
    return (
      <ErrorState title="The timeline could not be loaded" error={answer.error} onRetry={() => void answer.refetch()} />
    )
  if (answer.data === undefined)
    return (
      <div role="status" aria-busy="true" aria-label="Loading the timeline" className={css['coming']}>
        {isSkeleton && [0, 1, 2, 3, 4, 5].map((line) => <span key={line} />)}
      </div>
    )
  const { total, untimed, merged } = answer.data
  if (total === 0) return <Nothing address={address} />
  const notes = [
    merged
      ? `${formatCount(total)} rows: those of a lane that are near each other are one bar. Zoom in to tell them apart.`
      : '',
    untimed === 0 ? '' : `${formatPlural(untimed, 'row')} of unknown time ${untimed === 1 ? 'is' : 'are'} not here.`,
    isOwn || children.isPending ? '' : childNote(childIds.length, children.data?.filter(isTimed).length ?? 0),
  ].filter(Boolean)
  const isBusy = answer.isPlaceholderData
  return (
    <div aria-busy={isBusy} className={isBusy ? css['old'] : ''}>
      <div className={css['head']}>
        <span role="status">{summary(answer.data)}</span>
        {!isTable && <TimelineTools lanes={lanes} address={address} />}
        <Button look={isTable ? 'on' : 'normal'} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          As table
        </Button>
      </div>
      {isTable ? (
        <TimelineTable lanes={lanes} address={address} />
      ) : (
        // What is pointed at belongs to these spans.
        <TimelinePlot key={answer.dataUpdatedAt} lanes={lanes} address={address} />
      )}
      {notes.map((note) => (
        <p key={note} className={css['note']}>
          {note}
        </p>
      ))}
    </div>
  )
}

function summary({ total, untimed, spans }: Spans): string {
  const timed = total - untimed
  const errors = spans.reduce((sum, { error_count }) => sum + error_count, 0)
  const words = formatPlural(timed, 'row')
  return errors === 0 ? words : `${words}, ${formatPlural(errors, 'error')}`
}

function isTimed({ created_at, updated_at }: Conversation): boolean {
  return created_at !== null && updated_at !== null
}

/** Of which sub-conversations nobody knows when they ran. */
function childNote(all: number, timed: number): string {
  if (all === timed) return ''
  return `When ${formatPlural(all - timed, 'sub-conversation')} ran is unknown.`
}

function Nothing({ address }: { readonly address: DetailAddress }) {
  if (!isFiltered(address.filter)) return <p className={css['empty']}>No events yet.</p>
  const { efrom, eto } = address.record
  return (
    <div className={css['empty']}>
      <p>No event matches these filters.</p>
      {(efrom ?? eto) !== undefined && (
        <Button onClick={() => address.go(withKeys(address.record, { efrom: undefined, eto: undefined }))}>
          Clear time range
        </Button>
      )}{' '}
      <Button onClick={() => address.go(withoutEventFilter(address.record))}>Clear filters</Button>
    </div>
  )
}
