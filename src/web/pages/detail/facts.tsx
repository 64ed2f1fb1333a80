import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { STATUS_LABELS } from '../../../contract/statuses.ts'
import { formatTrigger } from '../../../contract/triggers.ts'
import { formatCost, formatCount, formatDuration, formatPlural, shortenId, UNKNOWN } from '../../lib/format.ts'
import { conversationPath } from '../../lib/paths.ts'
import { pullRequestAddress, repositoryAddress } from '../../lib/repository-links.ts'
import { pickListKeys } from '../../lib/search-params.ts'
import type { Conversation } from '../../query/conversations.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Link } from '../../ui/link.tsx'
import { Time } from '../../ui/time.tsx'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={css['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A text of the source, or "unknown". */
function Said({ text, mono = false }: { readonly text: string | null; readonly mono?: boolean }) {
  if (text === null) return <span className="muted">{UNKNOWN}</span>
  return <bdi className={mono ? 'mono' : undefined}>{text}</bdi>
}

/** A value that is known to be absent. */
function None() {
  return <span className="muted">none</span>
}

/** What leads to a page of another host, which is not told where the reader came from; without an address it is text. */
function Elsewhere({ address, children }: { readonly address: string | null; readonly children: ReactNode }) {
  if (address === null) return children
  return (
    <a href={address} title={address} target="_blank" rel="noopener noreferrer" className={css['elsewhere']}>
      {children}
      <ArrowUpRight size={12} aria-hidden="true" />
    </a>
  )
}

/** Tags that say more than the facts beside them: the source's tags may name repository, branch and trigger once more. */
function otherTags(c: Conversation): readonly (readonly [string, string])[] {
  const said = new Set([c.selected_repository, c.selected_branch, c.trigger, ...c.pr_number.map(String)])
  return Object.entries(c.tags).filter(([, value]) => !said.has(value))
}

/** Every fact of a conversation in one wrapping line; what nobody knows is written out. */
export function Facts({
  conversation: c,
  record,
}: {
  readonly conversation: Conversation
  readonly record: DetailAddress['record']
}) {
  const usage = c.accumulated_token_usage
  const tokens = usage === null ? null : usage.prompt_tokens + usage.completion_tokens
  const related = (id: string) => (
    <Link key={id} to={conversationPath(id)} search={pickListKeys(record)} className={`mono ${css['link']}`} title={id}>
      {shortenId(id)}
    </Link>
  )
  return (
    <dl className={css['facts']}>
      <Fact name="Status">
        <b title={c.status_reason ?? undefined}>{STATUS_LABELS[c.status]}</b>
        {c.status_reason !== null && (
          <>
            {' · '}
            <bdi>{c.status_reason}</bdi>
          </>
        )}
      </Fact>
      <Fact name="Repository">
        {c.selected_repository === null ? (
          <None />
        ) : (
          <Elsewhere address={repositoryAddress(c)}>
            <Said text={c.selected_repository} />
          </Elsewhere>
        )}
        {c.selected_branch !== null && (
          <>
            {' @ '}
            <Elsewhere address={repositoryAddress(c, c.selected_branch)}>
              <Said text={c.selected_branch} />
            </Elsewhere>
          </>
        )}
      </Fact>
      <Fact name="Trigger">{c.trigger === null ? <None /> : <Said text={formatTrigger(c.trigger)} />}</Fact>
      <Fact name="Model">
        <Said text={c.llm_model} mono />
      </Fact>
      <Fact name="Created">
        <Time at={c.created_at} focusable />
      </Fact>
      <Fact name="Updated">
        <Time at={c.updated_at} focusable />
      </Fact>
      <Fact name="Ran">{c.duration_seconds === null ? <Said text={null} /> : formatDuration(c.duration_seconds)}</Fact>
      <Fact name="Cost">{c.accumulated_cost === null ? <Said text={null} /> : formatCost(c.accumulated_cost)}</Fact>
      <Fact name="Tokens">{tokens === null ? <Said text={null} /> : formatCount(tokens)}</Fact>
      <Fact name="Events">
        <EventCount conversation={c} />
      </Fact>
      {c.error_count !== null && c.error_count > 0 && <Fact name="Errors">{formatCount(c.error_count)}</Fact>}
      {c.unreadable_count !== null && c.unreadable_count > 0 && (
        <Fact name="Unreadable">{formatPlural(c.unreadable_count, 'file')}</Fact>
      )}
      {c.pr_number.length > 0 && (
        <Fact name="PR">
          <span className={css['links']}>
            {c.pr_number.map((number) => (
              <Elsewhere key={number} address={pullRequestAddress(c, number)}>
                #{number}
              </Elsewhere>
            ))}
          </span>
        </Fact>
      )}
      {c.parent_conversation_id !== null && <Fact name="Parent">{related(c.parent_conversation_id)}</Fact>}
      {c.sub_conversation_ids.length > 0 && (
        <Fact name="Children">
          <span className={css['links']}>{c.sub_conversation_ids.slice(0, 12).map(related)}</span>
          {c.sub_conversation_ids.length > 12 && ` and ${formatCount(c.sub_conversation_ids.length - 12)} more`}
        </Fact>
      )}
      {otherTags(c).map(([key, value]) => (
        <Fact key={key} name="Tag">
          <bdi>{key}</bdi>: <bdi>{value}</bdi>
        </Fact>
      ))}
      {c.sandbox_status !== null && (
        <Fact name="Sandbox">
          <Said text={c.sandbox_status} />
        </Fact>
      )}
      <Fact name="Folder">
        <Said text={c.working_dir} mono />
      </Fact>
      <Fact name="Source">
        <Said text={c.source} />
      </Fact>
      <Fact name="Id">
        <span className="mono" title={c.id}>
          {shortenId(c.id)}
        </span>
        <CopyButton label="Copy id" className={css['copy'] ?? ''} text={() => c.id} />
      </Fact>
    </dl>
  )
}

/** Of an earlier moment the number is a lower bound: events are only added. */
function EventCount({
  conversation: { event_count: count, event_count_reason: reason },
}: {
  readonly conversation: Conversation
}) {
  return (
    <>
      {count === null ? <Said text={null} /> : `${reason === null ? '' : '≥ '}${formatCount(count)}`}
      {reason !== null && (
        <>
          {' · '}
          <bdi>{reason}</bdi>
        </>
      )}
    </>
  )
}
