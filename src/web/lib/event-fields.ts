import { toBlocks, type Body } from './event-body.ts'
import { blockPieces, told, toldEvent, type Field, type Piece, type Told } from './event-pieces.ts'

/** Longest text that stands in one line beside its name. */
const MAX_LINE = 200
const MAX_ITEMS = 20

/**
 * Fields that nobody has a better drawing for: short values as a list of names and values, texts as boxes, what is nested as
 * trees. Empty fields are left out.
 */
export function fieldPieces(body: Body, label: string): readonly Piece[] {
  const fields: Field[] = []
  const others: Piece[] = []
  for (const [name, value] of Object.entries(body)) {
    if (!isFilled(value)) continue
    const short = toTold(name, value)
    const inner = short === null ? innerFields(name, value) : null
    if (short !== null) fields.push({ name, value: short })
    else if (inner !== null) fields.push(...inner)
    else others.push(...longPieces(name, value))
  }
  return [...(fields.length === 0 ? [] : [{ type: 'fields' as const, label, fields }]), ...others]
}

/** `user_action` as a person says it. */
export function toWords(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A short value as it is read; ids of events and conversations as what they name; null where it is long or nested. */
function toTold(name: string, value: unknown): Told | null {
  if (typeof value === 'string') {
    if (value.length > MAX_LINE || value.includes('\n')) return null
    return /(?:^|_)conversation_ids?$/.test(name)
      ? { says: 'conversation', text: value }
      : /(?:^|_)(?:event|action|message)_ids?$/.test(name)
        ? toldEvent(value)
        : told(value)
  }
  if (typeof value === 'boolean') return told(value ? 'yes' : 'no')
  if (typeof value === 'number') return told(String(value))
  if (!Array.isArray(value) || value.length > MAX_ITEMS) return null
  const of = value.map((item) => toTold(name, item))
  return of.some((item) => item === null || item.says === 'list')
    ? null
    : { says: 'list', of: of.filter((item) => item !== null) }
}

/** The fields of a small object whose values are all short, under its name; null of anything else. */
function innerFields(name: string, value: unknown): readonly Field[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const filled = Object.entries(value).filter(([, inner]) => isFilled(inner))
  const fields = filled.map(([key, inner]) => ({ name: `${name}.${key}`, value: toTold(key, inner) }))
  if (fields.length === 0 || fields.length > MAX_ITEMS) return null
  const known = fields.flatMap((field) => (field.value === null ? [] : [{ name: field.name, value: field.value }]))
  return known.length === fields.length ? known : null
}

function longPieces(label: string, value: unknown): readonly Piece[] {
  if (typeof value === 'string') return [{ type: 'text', label, text: value, facts: [told(label)] }]
  const blocks = label === 'content' && Array.isArray(value) ? toBlocks(value) : []
  if (blocks.length > 0 && blocks.every((block) => block.type !== 'json')) return blockPieces(blocks, label)
  return [{ type: 'json', label, value }]
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== null && value !== undefined && value !== ''
}

/** Fields that the index adds or that every event has: they stand in the row already. */
const SHARED = new Set(
  'id seq timestamp timestamp_assumed kind native_kind source is_error size_bytes headline turn off_branch row offset answer parent_id'.split(
    ' ',
  ),
)

/** What an event says beyond what every event does. */
export function ownFields(event: Body): Body {
  return Object.fromEntries(Object.entries(event).filter(([name, value]) => !SHARED.has(name) && value !== null))
}
