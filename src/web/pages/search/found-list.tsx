import { formatKind } from '../../../contract/kinds.ts'
import { toHitsRecord, type CrossSearch } from '../../lib/cross-search.ts'
import { cutAtHits, formatEventValue } from '../../lib/cross-words.ts'
import { formatPlural } from '../../lib/format.ts'
import { conversationPath, eventPath } from '../../lib/paths.ts'
import { NONE } from '../../lib/search-params.ts'
import type { FoundPage } from '../../query/cross-search.ts'
import { Link } from '../../ui/link.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { Time } from '../../ui/time.tsx'
import { moveByArrow } from './find-keys.ts'
import { rememberHit, useOpenedHitFocus } from './opened-hit.ts'
import css from './found-list.module.css'

type Found = FoundPage['items'][number]

/** Conversations with what was found in them, newest change first. */
export function FoundList({
  search,
  items,
  isBusy,
}: {
  readonly search: CrossSearch
  readonly items: readonly Found[]
  readonly isBusy: boolean
}) {
  useOpenedHitFocus()
  return (
    <ol aria-label="Conversations" aria-busy={isBusy} className={css['list']} onKeyDown={moveByArrow}>
      {items.map((found) => (
        <FoundConversation key={found.conversation.id} search={search} found={found} />
      ))}
    </ol>
  )
}

function FoundConversation({
  search,
  found: { conversation, count, hits },
}: {
  readonly search: CrossSearch
  readonly found: Found
}) {
  const { id, title, first_message: message, status, updated_at: updatedAt } = conversation
  const name = title ?? message ?? 'Untitled'
  return (
    <li className={css['conversation']}>
      <div className={css['head']}>
        <StatusMark status={status} />
        <h2 className={css['title']}>
          <Link
            to={conversationPath(id)}
            className={title === null ? css['untitled'] : ''}
            title={name}
            data-hit={id}
            onClick={() => rememberHit(id)}
          >
            <bdi>{name}</bdi>
          </Link>
        </h2>
        <span className={css['count']}>{formatPlural(count, 'hit')}</span>
        <span className={css['updated']}>
          updated <Time at={updatedAt} />
        </span>
      </div>
      <ul aria-label={`Hits in ${name}`} className={css['hits']}>
        {hits.map((hit) => (
          <Hit key={hit.seq} conversationId={id} hit={hit} />
        ))}
      </ul>
      {count > hits.length && (
        <Link
          to={conversationPath(id)}
          search={toHitsRecord(search)}
          className={css['all']}
          data-hit={`${id} all`}
          onClick={() => rememberHit(`${id} all`)}
        >
          All {formatPlural(count, 'hit')} in this conversation
        </Link>
      )}
    </li>
  )
}

/** One event: the snippet is its link, which the whole line answers to. */
function Hit({ conversationId, hit }: { readonly conversationId: string; readonly hit: Found['hits'][number] }) {
  const place = `${conversationId} ${hit.event_id}`
  const source = formatEventValue('esource', hit.source ?? NONE)
  return (
    <li className={css['hit']}>
      <span className={css['kind']} title={hit.kind}>
        {formatKind(hit.kind)}
      </span>
      <span className={css['source']}>{hit.source === null ? 'no source' : source}</span>
      <Link
        to={eventPath(conversationId, hit.event_id)}
        className={css['snippet']}
        dir="auto"
        data-hit={place}
        onClick={() => rememberHit(place)}
      >
        {hit.snippet === '' ? (
          <span className="muted">The text around it cannot be shown</span>
        ) : (
          cutAtHits(hit.snippet, hit.ranges).map(({ text, isHit }, at) =>
            // The pieces of a snippet never change their order.
            isHit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
          )
        )}
      </Link>
      <span className={css['time']}>
        <Time at={hit.timestamp} style="absolute" />
      </span>
    </li>
  )
}
