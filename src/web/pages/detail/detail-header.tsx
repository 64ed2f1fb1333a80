import { ChevronDown, ChevronLeft, ChevronUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '../../lib/format.ts'
import { LIST_PATH } from '../../lib/paths.ts'
import { pickListKeys } from '../../lib/search-params.ts'
import type { Conversation } from '../../query/conversations.ts'
import { Button } from '../../ui/button.tsx'
import { Link } from '../../ui/link.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { StatusIcon, statusTone } from '../../ui/status-mark.tsx'
import type { ConversationSteps } from './conversation-steps.ts'
import type { DetailAddress } from './detail-address.ts'
import css from './detail.module.css'
import { Facts } from './facts.tsx'
import { HeaderActions } from './header-actions.tsx'

/** The way back, and the rows beside this one in the list; those only where this conversation is a row of it. */
export function DetailNav({
  address,
  steps,
}: {
  readonly address: DetailAddress
  readonly steps: ConversationSteps | null
}) {
  return (
    <div className={css['nav']}>
      <Link to={LIST_PATH} search={pickListKeys(address.record)} className={css['back']}>
        <ChevronLeft size={15} aria-hidden="true" />
        Conversations
      </Link>
      {steps?.beside?.position != null && (
        <>
          <span className="muted">
            {steps.isOwn ? formatCount(steps.beside.position) : '…'} of {formatCount(steps.beside.total)}
          </span>
          <Step steps={steps} by={-1} label="Previous conversation" keys="Shift+K">
            <ChevronUp size={16} aria-hidden="true" />
          </Step>
          <Step steps={steps} by={1} label="Next conversation" keys="Shift+J">
            <ChevronDown size={16} aria-hidden="true" />
          </Step>
        </>
      )}
    </div>
  )
}

function Step({
  steps: { beside, isOwn, step },
  by,
  label,
  keys,
  children,
}: {
  readonly steps: ConversationSteps
  readonly by: 1 | -1
  readonly label: string
  readonly keys: string
  readonly children: ReactNode
}) {
  const neighbour = by === 1 ? beside?.next : beside?.previous
  const isEnd = isOwn && !neighbour
  const what = isEnd ? 'there is none' : isOwn ? `${neighbour?.title ?? 'Untitled'} (${keys})` : keys
  return (
    <Button
      look="plain"
      square
      className={css['beside'] ?? ''}
      aria-label={label}
      title={`${label}: ${what}`}
      disabled={isEnd}
      onClick={() => step(by)}
    >
      {children}
    </Button>
  )
}

/** What is shown as a conversation's title: its own, else its first message. */
function shownTitle(conversation: Pick<Conversation, 'title' | 'first_message'>): string {
  return conversation.title ?? conversation.first_message ?? 'Untitled'
}

/** Status, title and every fact that is known or is not. */
export function DetailHeader({
  conversation,
  address: { record, filter },
  matching,
}: {
  readonly conversation: Conversation
  readonly address: DetailAddress
  /** Events under the page's filter; null while they are counted. */
  readonly matching: number | null
}) {
  const title = shownTitle(conversation)
  return (
    <header>
      <div className={css['head']}>
        <span className={`${css['mark']} ${statusTone(conversation.status)}`}>
          <StatusIcon status={conversation.status} size={18} />
        </span>
        <PageHeading key={conversation.id} title={title} className={css['title']}>
          <span dir="auto" title={title}>
            {title}
          </span>
        </PageHeading>
        <HeaderActions conversation={conversation} filter={filter} matching={matching} />
      </div>
      <Facts conversation={conversation} record={record} />
    </header>
  )
}
