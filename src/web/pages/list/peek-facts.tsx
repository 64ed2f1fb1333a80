import type { ReactNode } from 'react'
import { formatTrigger } from '../../../contract/triggers.ts'
import { UNKNOWN, formatCost, formatCount, formatDuration, formatPlural, shortenId } from '../../lib/format.ts'
import type { Conversation } from '../../query/conversations.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Time } from '../../ui/time.tsx'
import css from './peek-panel.module.css'

/** What is known of a conversation, and what is not. */
export function PeekFacts({ conversation: c }: { readonly conversation: Conversation }) {
  const usage = c.accumulated_token_usage
  return (
    <dl className={css['facts']}>
      {c.status_reason !== null && <Fact name="Reason">{c.status_reason}</Fact>}
      <Fact name="Repository">
        {c.selected_repository ?? <None />}
        {c.selected_branch !== null && ` @ ${c.selected_branch}`}
      </Fact>
      {c.pr_number.length > 0 && <Fact name="PR">{c.pr_number.map((number) => `#${number}`).join(', ')}</Fact>}
      <Fact name="Trigger">{c.trigger === null ? <None /> : formatTrigger(c.trigger)}</Fact>
      <Fact name="Model">{c.llm_model ?? <Unknown />}</Fact>
      <Fact name="Created">
        <Time at={c.created_at} focusable />
      </Fact>
      <Fact name="Updated">
        <Time at={c.updated_at} focusable />
      </Fact>
      <Fact name="Duration">{c.duration_seconds === null ? <Unknown /> : formatDuration(c.duration_seconds)}</Fact>
      <Fact name="Cost">{c.accumulated_cost === null ? <Unknown /> : formatCost(c.accumulated_cost)}</Fact>
      <Fact name="Tokens">
        {usage === null ? <Unknown /> : formatCount(usage.prompt_tokens + usage.completion_tokens)}
      </Fact>
      <Fact name="Events">{c.event_count === null ? <Unknown /> : <EventCounts {...c} count={c.event_count} />}</Fact>
      {c.parent_conversation_id !== null && (
        <Fact name="Parent">
          <span className="mono" title={c.parent_conversation_id}>
            {shortenId(c.parent_conversation_id)}
          </span>
        </Fact>
      )}
      {c.sub_conversation_ids.length > 0 && (
        <Fact name="Sub-conversations">{formatCount(c.sub_conversation_ids.length)}</Fact>
      )}
      {c.sandbox_status !== null && <Fact name="Sandbox">{c.sandbox_status}</Fact>}
      <Fact name="Source">{c.sources.length > 1 ? c.sources.map(({ source }) => source).join(', ') : c.source}</Fact>
      <Fact name="ID">
        <span className="mono" title={c.id}>
          {shortenId(c.id)}
        </span>
        <CopyButton label="Copy id" className={css['copy'] ?? ''} text={() => c.id} />
      </Fact>
    </dl>
  )
}

function EventCounts({
  count,
  event_count_reason: reason,
  error_count: errors,
  failed_command_count: failed,
  unreadable_count: unreadable,
}: Conversation & { readonly count: number }) {
  const parts = [
    `${reason === null ? '' : '≥ '}${formatCount(count)}`,
    ...(errors ? [formatPlural(errors, 'error')] : []),
    ...(failed ? [formatPlural(failed, 'failed command')] : []),
    ...(unreadable ? [`${formatCount(unreadable)} unreadable`] : []),
  ]
  return <span title={reason ?? undefined}>{parts.join(' · ')}</span>
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}

const None = () => <span className="muted">none</span>
const Unknown = () => <span className="muted">{UNKNOWN}</span>
