import type { ReactNode } from 'react'
import { UNKNOWN, formatCount, formatPlural } from '../../lib/format.ts'
import { LIST_PATH } from '../../lib/paths.ts'
import { EMPTY_SEARCH, withChoice } from '../../lib/list-search.ts'
import { toListRecord } from '../../lib/search-params.ts'
import { formatFound, isAddress } from '../../lib/source-words.ts'
import type { Source } from '../../query/sources.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Link } from '../../ui/link.tsx'
import { Time } from '../../ui/time.tsx'
import css from './source-card.module.css'

/** Where a source is, when it was read, and how much was found there. */
export function SourceFacts({ source }: { readonly source: Source }) {
  const { id, location, conversation_count: conversations, event_count: events, last_sync_at: lastRead } = source
  const found = formatFound(conversations, source)
  return (
    <dl className={css['facts']}>
      <Fact name={isAddress(location) ? 'Address' : 'Path'} isWide>
        <span className={`mono ${css['location']}`}>{location}</span>
        <CopyButton label="Copy" text={() => location} />
      </Fact>
      <Fact name="Last read">
        {lastRead === null ? <span className="muted">not yet</span> : <Time at={lastRead} />}
      </Fact>
      <Fact name="Conversations">
        {conversations === 0 ? (
          found
        ) : (
          <Link to={LIST_PATH} search={listRecord(id)} className={css['link']}>
            {found} <span className="visually-hidden">conversations of this source</span>
          </Link>
        )}
      </Fact>
      <Fact name="Events">{formatFound(events, source)}</Fact>
      <Fact name="Searchable">{searchableOf(source)}</Fact>
    </dl>
  )
}

/** The list of what this source has seen. */
function listRecord(id: string) {
  return toListRecord(withChoice(EMPTY_SEARCH, 'source', { include: [id], exclude: [] }))
}

function Fact({
  name,
  isWide = false,
  children,
}: {
  readonly name: string
  readonly isWide?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={isWide ? css['wide'] : ''}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** How many of the events read so far the text index has taken in. */
function searchableOf({ text_index: { done, total }, complete }: Source): string {
  if (total === 0) return complete ? 'no events' : UNKNOWN
  return done < total ? `${formatCount(done)} of ${formatPlural(total, 'event')}` : 'all events'
}
