import { drawAny, failure, type Call, type Draw } from './event-any-call.ts'
import { createdText, fileChange, numberField, plainText, textField, toBody, type Body } from './event-body.ts'
import { fieldPieces } from './event-fields.ts'
import { readNumbered, toFileRows } from './event-lines.ts'
import { readApplyPatch } from './event-patch.ts'
import { blockPieces, knownFacts, otherBlocks, told, toldPath, type Piece, type Told } from './event-pieces.ts'

function pathOf({ asked, observation }: Call): string | null {
  const names = ['path', 'file_path', 'dir_path']
  return (
    names.map((name) => textField(observation, name) ?? textField(asked, name)).find((path) => path !== null) ?? null
  )
}

function pathFacts(call: Call, ...more: readonly (string | null | false)[]): readonly Told[] {
  const path = pathOf(call)
  return knownFacts([path === null ? null : toldPath(path), ...more])
}

/** A change of a file: as the answer tells it, else as it was asked for. */
export function drawEdit(call: Call): readonly Piece[] {
  const change = fileChange(call.event, call.answer)
  if (change !== null && !call.isError) return [{ type: 'diff', change }]
  const created = createdText(call.event)
  if (change === null && created !== null) return [...drawFile(created, call), ...failure(call)]
  return [
    ...(change === null ? [] : [{ type: 'diff' as const, change }]),
    ...blockPieces(call.blocks, 'Answer', call.isError),
  ]
}

/** A file that was written: its text, or the difference where there was one before. */
export function drawCreated(call: Call): readonly Piece[] {
  const change = fileChange(call.event, call.answer)
  if (change !== null && !call.isError && change.before !== '') return [{ type: 'diff', change }]
  const created = createdText(call.event) ?? change?.after ?? null
  if (created === null) return drawAny(call)
  return [...drawFile(created, call), ...failure(call)]
}

function drawFile(text: string, call: Call): readonly Piece[] {
  const isNew = call.observation['prev_exist'] === false || call.observation['is_new_file'] === true
  const file = { intro: '', outro: '', rows: toFileRows(text) }
  return [{ type: 'file', file, facts: pathFacts(call, isNew && 'new file') }]
}

/** A file, or a part of it, as the tool printed it. */
export function drawRead(call: Call): readonly Piece[] {
  const { observation, asked, blocks, isError } = call
  if (isError) return blockPieces(blocks, 'Answer', true)
  const text = textField(observation, 'file_content') ?? plainText(observation['content'])
  const total = numberField(observation, 'total_lines')
  const facts = pathFacts(
    call,
    rangeOf(asked),
    total === null ? null : `${total} lines in all`,
    observation['is_truncated'] === true && 'cut by the tool',
  )
  const numbered = readNumbered(text)
  if (numbered !== null) return [{ type: 'file', file: numbered, facts }, ...otherBlocks(blocks)]
  if (typeof observation['file_content'] === 'string') {
    const file = { intro: '', outro: '', rows: toFileRows(text, (numberField(asked, 'offset') ?? 0) + 1) }
    return [{ type: 'file', file, facts }]
  }
  return [...(text === '' ? [] : [{ type: 'text' as const, label: 'Answer', text, facts }]), ...otherBlocks(blocks)]
}

function rangeOf(asked: Body): string | null {
  const range = asked['view_range']
  if (!Array.isArray(range) || range.length !== 2) return null
  return `lines ${String(range[0])} to ${range[1] === -1 ? 'the end' : String(range[1])}`
}

/** What was found, an item a line. */
export function drawList(field: string, label: string, one: string, many: string, folder: string): Draw {
  return (call) => {
    const { observation, asked, blocks, isError } = call
    const found = observation[field]
    if (isError || !Array.isArray(found)) return drawAny(call)
    const { kind: _kind, ...given } = asked
    const path = textField(observation, folder) ?? textField(asked, 'path')
    const facts = knownFacts([
      `${found.length} ${found.length === 1 ? one : many}`,
      path === null ? null : toldPath(path),
      (observation['truncated'] === true || observation['is_truncated'] === true) && 'cut by the tool',
    ])
    return [
      ...fieldPieces(given, 'Arguments'),
      { type: 'list', label, items: found.map(toItem), facts },
      ...otherBlocks(blocks),
    ]
  }
}

/** A match, a file or an entry, as a line: tools give texts or objects. */
function toItem(item: unknown): Told {
  if (typeof item === 'string') return toldPath(item)
  const body = toBody(item)
  const path = textField(body, 'file_path') ?? textField(body, 'path') ?? textField(body, 'name')
  if (path === null) return told(JSON.stringify(item) ?? '')
  const line = numberField(body, 'line_number')
  const rest = textField(body, 'line_content') ?? textField(body, 'line') ?? ''
  const isFolder = body['is_directory'] === true && !path.endsWith('/')
  return toldPath(`${path}${isFolder ? '/' : ''}${line === null ? '' : `:${line}`}${rest === '' ? '' : `: ${rest}`}`)
}

/** A patch, file by file. */
export function drawPatch(call: Call): readonly Piece[] {
  const text = textField(call.asked, 'patch')
  if (text === null) return drawAny(call)
  const files = readApplyPatch(text)
  const isDone = !call.isError && files.length > 0
  return [
    files.length > 0 ? { type: 'patch', files } : { type: 'text', label: 'Patch', text },
    ...(isDone ? otherBlocks(call.blocks) : blockPieces(call.blocks, 'Answer', call.isError)),
  ]
}
