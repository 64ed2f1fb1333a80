import { useQuery } from '@tanstack/react-query'
import { numberField, textField } from '../../lib/event-body.ts'
import { withKeys, withoutEventFilter } from '../../lib/event-filter.ts'
import { eventPath } from '../../lib/paths.ts'
import type { SearchRecord } from '../../lib/search-record.ts'
import type { Conversation } from '../../query/conversations.ts'
import { eventBody } from '../../query/event-bodies.ts'
import { eventFacets } from '../../query/events.ts'
import { Link } from '../../ui/link.tsx'
import { StatusIcon } from '../../ui/status-mark.tsx'
import css from './error-banner.module.css'

/** Of a conversation that failed: the error that ended it and the first one, each a step away. */
export function ErrorBanner({
  conversation,
  record,
}: {
  readonly conversation: Conversation
  readonly record: SearchRecord
}) {
  const isFailed = conversation.status === 'error' || conversation.status === 'stuck'
  const { data: counts } = useQuery({ ...eventFacets(conversation.id, {}), enabled: isFailed })
  const lastId = isFailed ? (counts?.errors.last_event_id ?? null) : null
  const firstId = counts?.errors.first_event_id ?? null
  const last = useQuery({ ...eventBody(conversation.id, lastId ?? ''), enabled: lastId !== null })
  const first = useQuery({
    ...eventBody(conversation.id, firstId ?? ''),
    enabled: lastId !== null && firstId !== null && firstId !== lastId,
  })
  // Until the counts are there the conversation's own number says whether there will be a banner: it must not push the rows.
  const isComing = isFailed && counts === undefined && (conversation.error_count ?? 0) > 0
  if (lastId === null && !isComing) return null
  const link = (eventId: string, words: string) => (
    <Link
      to={eventPath(conversation.id, eventId)}
      // Without the filters and among all rows: either may hide the error.
      search={withKeys(withoutEventFilter(record), { tab: undefined, focused: undefined })}
      scroll="keep"
    >
      {words}
    </Link>
  )
  const firstSeq = first.data === undefined ? null : numberField(first.data, 'seq')
  return (
    <div className={css['banner']}>
      <StatusIcon status="error" />
      <span className={css['words']}>
        <b>{conversation.status === 'stuck' ? 'Stuck. Last error: ' : 'Ended with an error: '}</b>
        <bdi dir="auto">{(last.data && (textField(last.data, 'headline') ?? textField(last.data, 'kind'))) ?? '…'}</bdi>
      </span>
      <span className={css['links']}>
        {lastId !== null &&
          firstId !== null &&
          firstId !== lastId &&
          link(firstId, firstSeq === null ? 'First error' : `First error: event ${firstSeq}`)}
        {lastId !== null && link(lastId, 'Go to it')}
      </span>
    </div>
  )
}
