import { numberField, plainText, textField, toBody, type Body } from '../../lib/event-body.ts'
import { formatPlural } from '../../lib/format.ts'
import { inSdkWords } from '../../lib/v0-event-body.ts'
import { AnswerContent, CallDetail } from './call-detail.tsx'
import { CommandOutput } from './command-output.tsx'
import { Details } from './details.tsx'
import css from './event.module.css'
import { PlainText } from './folded.tsx'
import { JsonTree } from './json-tree.tsx'
import { MarkdownText } from './markdown.tsx'

/**
 * What an event says, drawn by its kind; a kind that nobody knows is drawn as its fields. `answer` is the event folded into
 * an action. Messages have a component of their own.
 */
export function EventDetail({
  event: told,
  answer: toldAnswer,
}: {
  readonly event: Body
  readonly answer: Body | null
}) {
  const event = inSdkWords(told)
  const answer = toldAnswer === null ? null : inSdkWords(toldAnswer)
  switch (event['kind']) {
    case 'ActionEvent':
      return <CallDetail action={event} answer={answer} />
    case 'ObservationEvent': {
      const observation = toBody(event['observation'])
      return <AnswerContent observation={observation} isError={observation['is_error'] === true} />
    }
    case 'AgentErrorEvent':
      return (
        <PlainText
          text={textField(event, 'error') ?? 'No reason given.'}
          label="Error"
          facts={facts([textField(event, 'code')])}
          isError
        />
      )
    case 'ConversationErrorEvent':
    case 'ServerErrorEvent':
      return (
        <PlainText
          text={textField(event, 'detail') ?? 'No reason given.'}
          label="Error"
          facts={facts([textField(event, 'code')])}
          isError
        />
      )
    case 'UserRejectObservation':
      return <PlainText text={textField(event, 'rejection_reason') ?? 'No reason given.'} label="Rejection" isError />
    case 'SystemPromptEvent':
      return <SystemPrompt event={event} />
    case 'Condensation':
    case 'CondensationSummaryEvent':
      return <Condensed event={event} />
    case 'HookExecutionEvent':
      return <Hook event={event} />
    default: {
      const fields = ownFields(event)
      if (Object.keys(fields).length === 0) return <p className={css['note']}>It says nothing more.</p>
      return <JsonTree value={fields} label="Fields" />
    }
  }
}

function facts(candidates: readonly (string | null)[]): readonly string[] {
  return candidates.filter((text) => text !== null)
}

/** Fields that the index adds or that every event has: they stand in the row already. */
const SHARED = new Set(
  'id seq timestamp timestamp_assumed kind native_kind source is_error size_bytes headline turn off_branch row offset answer parent_id'.split(
    ' ',
  ),
)

function ownFields(event: Body): Body {
  return Object.fromEntries(Object.entries(event).filter(([name, value]) => !SHARED.has(name) && value !== null))
}

function SystemPrompt({ event }: { readonly event: Body }) {
  const tools = Array.isArray(event['tools']) ? event['tools'] : []
  const more = plainText(event['dynamic_context'])
  return (
    <>
      <PlainText
        text={plainText(event['system_prompt'])}
        label="System prompt"
        facts={[formatPlural(tools.length, 'tool')]}
      />
      {more !== '' && <PlainText text={more} label="Context" facts={['added context']} />}
      {tools.length > 0 && (
        <Details summary="Tools" texts={[JSON.stringify(tools)]}>
          <JsonTree value={tools} label="Tools" />
        </Details>
      )}
    </>
  )
}

function Condensed({ event }: { readonly event: Body }) {
  const ids = event['forgotten_event_ids']
  const forgotten = Array.isArray(ids) ? ids.length : numberField(event, 'forgotten_count')
  const summary = textField(event, 'summary')
  return (
    <>
      {forgotten !== null && (
        <p className={css['note']}>The model no longer sees {formatPlural(forgotten, 'event')}.</p>
      )}
      {summary === null ? <p className={css['note']}>No summary was written.</p> : <MarkdownText text={summary} />}
    </>
  )
}

function Hook({ event }: { readonly event: Body }) {
  const code = numberField(event, 'exit_code')
  const command = textField(event, 'hook_command')
  const reason = textField(event, 'reason') ?? textField(event, 'error')
  const output = ['stdout', 'stderr'].flatMap((name) => textField(event, name) ?? []).join('\n')
  const isBlocked = event['blocked'] === true
  return (
    <>
      {command !== null && (
        <PlainText text={command} label="Command of the hook" facts={facts([textField(event, 'hook_event_type')])} />
      )}
      {reason !== null && <PlainText text={reason} label="Reason" isError={isBlocked} />}
      <CommandOutput
        text={output}
        facts={[isBlocked ? 'blocked' : 'let through', ...(code === null ? [] : [`exit ${code}`])]}
        isError={isBlocked || event['success'] === false}
      />
    </>
  )
}
