import { textField, toBlocks, toBody, type Body } from './event-body.ts'
import { fieldPieces, toWords } from './event-fields.ts'
import { blockPieces, knownFacts, otherBlocks, told, toldPath, type Description, type Piece } from './event-pieces.ts'

/** A tool call of an agent that speaks ACP: one event says that it began, another how it ended; the later one is what holds. */
export function describeAcp(event: Body, answer: Body | null): Description {
  const call = answer === null ? event : { ...event, ...filled(answer) }
  const status = textField(call, 'status')
  const kind = textField(call, 'tool_kind')
  const isError = call['is_error'] === true
  const content = Array.isArray(call['content'])
    ? call['content'].flatMap((block) => contentPieces(block, isError))
    : []
  const title = textField(call, 'title')
  return {
    renderer: 'acp',
    pieces: [
      {
        type: 'note',
        text: [title ?? 'A tool call', kind, status && toWords(status).toLowerCase()].filter(Boolean).join(' · '),
      },
      ...rawPieces(call['raw_input'], 'Input', false),
      ...content,
      ...(content.length > 0 ? [] : rawPieces(call['raw_output'], 'Output', isError)),
      ...(content.length > 0 && call['raw_output'] !== undefined && call['raw_output'] !== null
        ? [{ type: 'closed' as const, summary: 'Raw output', pieces: rawPieces(call['raw_output'], 'Output', isError) }]
        : []),
    ],
  }
}

function filled(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined))
}

function rawPieces(value: unknown, label: string, isError: boolean): readonly Piece[] {
  if (value === null || value === undefined) return []
  if (typeof value === 'string') return value === '' ? [] : [{ type: 'text', label, text: value, isError }]
  if (Array.isArray(value)) return value.length === 0 ? [] : [{ type: 'json', label, value }]
  if (typeof value !== 'object') return [{ type: 'text', label, text: JSON.stringify(value), isError }]
  const { command, stdout, stderr, exit_code: code, ...rest } = toBody(value)
  const output = [stdout, stderr].filter((text) => typeof text === 'string' && text !== '').join('\n')
  const facts = knownFacts([typeof code === 'number' && `exit ${code}`])
  const isCommand = typeof command === 'string'
  return [
    ...(isCommand ? [{ type: 'text' as const, label: 'Command', text: command, facts: [told('command')] }] : []),
    ...(output === ''
      ? []
      : [{ type: 'output' as const, command: null, isCommandShown: false, text: output, facts, isError }]),
    ...fieldPieces(
      { ...(isCommand ? {} : { command }), ...(output === '' ? { exit_code: code } : {}), ...rest },
      label,
    ),
  ]
}

/** A block of the Agent Client Protocol (`ToolCallContent`), in either spelling of its fields. */
function contentPieces(value: unknown, isError: boolean): readonly Piece[] {
  const block = toBody(value)
  if (block['type'] === 'diff') {
    const text = (...names: readonly string[]) => names.map((name) => textField(block, name)).find(Boolean) ?? ''
    const before = text('old_text', 'oldText')
    const change = {
      path: textField(block, 'path'),
      before,
      after: text('new_text', 'newText'),
      isWhole: false,
      patch: null,
    }
    return [{ type: 'diff', change }]
  }
  if (block['type'] === 'content') return contentPieces(block['content'], isError)
  if (block['type'] === 'terminal') {
    const id = textField(block, 'terminal_id') ?? textField(block, 'terminalId')
    return [{ type: 'note', text: `Shown in the terminal ${id ?? ''} of its client.` }]
  }
  if (block['type'] === 'image' && typeof block['data'] === 'string') {
    const type = textField(block, 'mime_type') ?? textField(block, 'mimeType') ?? 'image/png'
    return [{ type: 'picture', address: `data:${type};base64,${block['data']}`, alt: '' }]
  }
  if (block['type'] === 'resource_link') {
    const facts = knownFacts([textField(block, 'uri') === null ? null : toldPath(textField(block, 'uri') ?? '')])
    return [{ type: 'list', label: 'Resource', items: facts, facts: [] }]
  }
  const blocks = toBlocks([value])
  return blocks.some((one) => one.type === 'text') ? blockPieces(blocks, 'Output', isError) : otherBlocks(blocks)
}
