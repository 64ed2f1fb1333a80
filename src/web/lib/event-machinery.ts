import { numberField, textField, toBody, type Body } from './event-body.ts'
import { fieldPieces, ownFields, toWords } from './event-fields.ts'
import { knownFacts, told, toldEvent, type Piece, type Told } from './event-pieces.ts'
import { formatCount } from './format.ts'

/** Which risks a security analyzer saw in which actions. */
export function securityPieces(event: Body): readonly Piece[] {
  const risks = Object.entries(toBody(event['risks']))
  const rows = risks.map(([id, risk]): readonly Told[] => [toldEvent(id), told(String(risk).toLowerCase())])
  const { analyzer, policy, details } = event
  return [
    ...(rows.length === 0 ? [] : [{ type: 'table' as const, label: 'Risks', columns: ['Action', 'Risk'], rows }]),
    ...fieldPieces({ analyzer, policy, details }, 'Analysis'),
  ]
}

/** What a hook of the conversation ran, and whether it let the action pass. */
export function hookPieces(event: Body): readonly Piece[] {
  const code = numberField(event, 'exit_code')
  const command = textField(event, 'hook_command')
  const reason = textField(event, 'reason') ?? textField(event, 'error')
  const output = ['stdout', 'stderr'].flatMap((name) => textField(event, name) ?? []).join('\n')
  const isBlocked = event['blocked'] === true
  const { action_id, message_id, tool_name, hook_input } = event
  return [
    ...(command === null
      ? []
      : [
          {
            type: 'text' as const,
            label: 'Command of the hook',
            text: command,
            facts: knownFacts([textField(event, 'hook_event_type')]),
          },
        ]),
    ...(reason === null ? [] : [{ type: 'text' as const, label: 'Reason', text: reason, isError: isBlocked }]),
    {
      type: 'output',
      command: null,
      isCommandShown: false,
      text: output,
      facts: knownFacts([isBlocked ? 'blocked' : 'let through', code === null ? null : `exit ${code}`]),
      isError: isBlocked || event['success'] === false,
    },
    ...fieldPieces({ tool_name, action_id, message_id }, 'What it looked at'),
    ...(hook_input === undefined || hook_input === null
      ? []
      : [
          {
            type: 'closed' as const,
            summary: 'What it was given',
            pieces: [{ type: 'json' as const, label: 'Input of the hook', value: hook_input }],
          },
        ]),
  ]
}

/** A stretch of an answer while it was written. */
export function deltaPieces(event: Body): readonly Piece[] {
  const content = textField(event, 'content')
  const reasoning = textField(event, 'reasoning_content')
  return [
    ...(reasoning === null
      ? []
      : [{ type: 'text' as const, label: 'Reasoning', text: reasoning, facts: [told('reasoning')] }]),
    ...(content === null ? [] : [{ type: 'text' as const, label: 'Text', text: content }]),
  ]
}

/** How many tokens a model read and wrote; their numbers are closed. */
export function tokenPieces(event: Body): readonly Piece[] {
  const lists = Object.entries(ownFields(event)).filter(([, value]) => Array.isArray(value))
  const fields = lists.map(([name, value]) => ({
    name: toWords(name.replace(/_token_ids$/, '')),
    value: told(`${formatCount(Array.isArray(value) ? value.length : 0)} tokens`),
  }))
  return [
    ...(fields.length === 0 ? [] : [{ type: 'fields' as const, label: 'Tokens', fields }]),
    ...lists.map(([name, value]) => ({
      type: 'closed' as const,
      summary: toWords(name),
      pieces: [{ type: 'json' as const, label: name, value }],
    })),
  ]
}

/** The log of a completion holds what was sent and what came back as JSON in a text. */
export function logPieces(event: Body): readonly Piece[] {
  const { model_name, usage_id, filename } = event
  const log = textField(event, 'log_data')
  return [
    ...fieldPieces({ model_name, usage_id, filename }, 'Completion'),
    ...(log === null ? [] : [{ type: 'closed' as const, summary: 'Log', pieces: [toLogPiece(log)] }]),
  ]
}

function toLogPiece(log: string): Piece {
  try {
    return { type: 'json', label: 'Log', value: JSON.parse(log) }
  } catch {
    return { type: 'text', label: 'Log', text: log } // cut off, or no JSON
  }
}
