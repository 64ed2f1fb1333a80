import { STATUS_LABELS } from '../../contract/statuses.ts'
import { numberField, textField, toBody, type Body } from './event-body.ts'
import { fieldPieces, toWords } from './event-fields.ts'
import { told, toldEvent, type Description, type Piece, type Told } from './event-pieces.ts'
import { formatCost, formatCount } from './format.ts'

/** What changed in a conversation's state: in one line where that is enough. */
export function describeState(event: Body): Description {
  const key = textField(event, 'key')
  const value = event['value']
  // V0 tells its state without a key.
  const agentState = textField(event, 'agent_state') ?? (key === 'agent_state' ? textOf(value) : null)
  if (agentState !== null)
    return { renderer: 'state-status', pieces: [statusNote(agentState, textField(event, 'reason'))] }
  if (key === 'execution_status')
    return { renderer: 'state-status', pieces: [statusNote(textOf(value) ?? 'unknown', null)] }
  if (key === 'stats') return { renderer: 'state-stats', pieces: statsPieces(toBody(value)) }
  if (key === 'last_user_message_id' && typeof value === 'string') {
    const fields = [{ name: 'Last message of the user', value: toldEvent(value) }]
    return { renderer: 'state-message', pieces: [{ type: 'fields', label: 'State', fields }] }
  }
  if (key === 'full_state') return { renderer: 'state-full', pieces: fullPieces(toBody(value)) }
  if (key === 'blocked_actions' || key === 'blocked_messages')
    return { renderer: 'state-blocked', pieces: blockedPieces(toBody(value)) }
  if (key === null) return { renderer: 'state', pieces: fieldPieces(event, 'State') }
  return { renderer: 'state', pieces: valuePieces(key, value) }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function statusNote(status: string, reason: string | null): Piece {
  const word = new Map<string, string>(Object.entries(STATUS_LABELS)).get(status) ?? toWords(status)
  return { type: 'note', text: `Status: ${word}${reason === null ? '' : `. ${reason}`}` }
}

/** A value under the name of what changed. */
function valuePieces(key: string, value: unknown): readonly Piece[] {
  const isPlain = typeof value !== 'object' || value === null
  const pieces = isPlain ? fieldPieces({ [key]: value }, toWords(key)) : fieldPieces(toBody(value), toWords(key))
  if (pieces.length > 0) return isPlain ? pieces : [{ type: 'note', text: `${toWords(key)}:` }, ...pieces]
  return Array.isArray(value) && value.length > 0
    ? [{ type: 'json', label: toWords(key), value }]
    : [{ type: 'note', text: `${toWords(key)}: empty` }]
}

/** Why hooks kept actions, or messages of the user, from going on. */
function blockedPieces(blocked: Body): readonly Piece[] {
  const rows = Object.entries(blocked).map(([id, reason]): readonly Told[] => [toldEvent(id), told(String(reason))])
  if (rows.length === 0) return [{ type: 'note', text: 'Nothing is blocked.' }]
  return [{ type: 'table', label: 'Blocked', columns: ['Event', 'Reason'], rows }]
}

const COLUMNS = ['Used for', 'Model', 'Cost', 'Tokens in', 'Tokens out', 'From cache']

/** Cost and tokens so far, a line for each use of a model. */
function statsPieces(stats: Body): readonly Piece[] {
  const uses = Object.entries(toBody(stats['usage_to_metrics']))
  if (uses.length === 0) return [{ type: 'note', text: 'No model has been used yet.' }]
  const rows = uses.map(([use, snapshot]): readonly Told[] => {
    const metrics = toBody(snapshot)
    const tokens = toBody(metrics['accumulated_token_usage'])
    const count = (name: string) => told(formatCount(numberField(tokens, name)))
    return [
      told(use),
      told(textField(metrics, 'model_name') ?? 'unknown'),
      told(formatCost(numberField(metrics, 'accumulated_cost'))),
      count('prompt_tokens'),
      count('completion_tokens'),
      count('cache_read_tokens'),
    ]
  })
  return [{ type: 'table', label: 'Cost and tokens so far', columns: COLUMNS, rows }]
}

/** A snapshot of everything, of which only status and figures are kept. */
function fullPieces(state: Body): readonly Piece[] {
  const { stats, execution_status: status, ...rest } = state
  return [
    ...(textOf(status) === null ? [] : [statusNote(textOf(status) ?? '', null)]),
    ...(stats === undefined || stats === null ? [] : statsPieces(toBody(stats))),
    ...fieldPieces(rest, 'State'),
  ]
}
