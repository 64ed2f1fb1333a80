import { useMemo } from 'react'
import type { Body } from '../../lib/event-body.ts'
import { describeEvent, describeMessage } from '../../lib/event-describe.ts'
import { piecesText, type Description } from '../../lib/event-pieces.ts'
import { CopyButton } from '../copy-button.tsx'
import { InConversation } from './told-value.tsx'
import { Pieces } from './pieces.tsx'

/**
 * What an event says, by its kind; of a kind that nobody knows its fields. `answer` is the event folded into an action. How it is
 * told is named in `data-renderer`.
 */
export function EventDetail({
  conversationId,
  event,
  answer,
}: {
  readonly conversationId: string
  readonly event: Body
  readonly answer: Body | null
}) {
  const description = useMemo(() => describeEvent(event, answer), [event, answer])
  return <Described conversationId={conversationId} description={description} />
}

/** What a message says, or the call that ends a run. */
export function MessageBody({ conversationId, event }: { readonly conversationId: string; readonly event: Body }) {
  const description = useMemo(() => describeMessage(event), [event])
  return <Described conversationId={conversationId} description={description} />
}

function Described({
  conversationId,
  description: { renderer, pieces },
}: {
  readonly conversationId: string
  readonly description: Description
}) {
  return (
    <InConversation value={conversationId}>
      <div data-renderer={renderer}>
        <Pieces pieces={pieces} />
      </div>
    </InConversation>
  )
}

/** Copies what is meaningful of an event as text: a command with what it printed, a message, a difference. */
export function CopyEventText({
  event,
  answer,
  className,
}: {
  readonly event: Body
  readonly answer: Body | null
  readonly className: string
}) {
  return (
    <CopyButton label="Copy text" className={className} text={() => piecesText(describeEvent(event, answer).pieces)} />
  )
}
