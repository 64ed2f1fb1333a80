import type { ValueSchema } from './document.ts'
import { toMoment, type Moment } from './moments.ts'

/** How a parameter's text is to be taken; `unclear` where the document leaves it open. */
export type Reading =
  | { readonly kind: 'value'; readonly value: string | number | boolean | Moment }
  | { readonly kind: 'unclear'; readonly value: string | number | boolean | Moment }
  | { readonly kind: 'fault' }

const FAULT: Reading = { kind: 'fault' }

/** Reads one text as the document's schema means it, by rules of its own: never more lenient than a person would be. */
export function readText(schema: ValueSchema, text: string): Reading {
  switch (schema.type) {
    case 'boolean':
      return readBoolean(text)
    case 'integer':
    case 'number':
      return readNumber(schema, text)
    default:
      return readString(schema, text)
  }
}

function readBoolean(text: string): Reading {
  if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' }
  if (/^(?:true|1|yes|on)$/i.test(text)) return { kind: 'unclear', value: true }
  return /^(?:false|0|no|off)$/i.test(text) ? { kind: 'unclear', value: false } : FAULT
}

function readNumber({ type, minimum, maximum }: ValueSchema, text: string): Reading {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return FAULT
  const value = Number(text)
  if (!Number.isFinite(value) || value < (minimum ?? -Infinity) || value > (maximum ?? Infinity)) return FAULT
  if (type === 'integer' && !/^-?\d+$/.test(text)) return Number.isInteger(value) ? { kind: 'unclear', value } : FAULT
  // As JSON writes numbers; other spellings of one are nobody's business.
  return { kind: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? 'value' : 'unclear', value }
}

function readString(schema: ValueSchema, text: string): Reading {
  const length = Array.from(text).length
  if (schema.enum !== undefined && !schema.enum.includes(text)) return FAULT
  if (length < (schema.minLength ?? 0) || length > (schema.maxLength ?? Infinity)) return FAULT
  switch (schema.format) {
    case 'tag':
      return text.includes(':') || text === '(none)' ? { kind: 'value', value: text } : FAULT
    case 'boolean-or-none': {
      if (text === '(none)') return { kind: 'value', value: text }
      const reading = readBoolean(text)
      return reading.kind === 'fault' ? reading : { ...reading, value: reading.value === true ? 'true' : 'false' }
    }
    case 'time-zone':
      return readZone(text)
    case 'zoned-time':
    case 'event-time': {
      const moment = toMoment(text)
      if (moment === null || (moment.kind === 'wall' && schema.format === 'zoned-time')) return FAULT
      return { kind: moment.isPlain ? 'value' : 'unclear', value: moment }
    }
    case undefined:
    default:
      return { kind: 'value', value: text }
  }
}

const ZONES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])

/** Names beside the list are old ones, or in other case; an offset is no name. */
function readZone(text: string): Reading {
  if (ZONES.has(text)) return { kind: 'value', value: text }
  if (!/^[a-z]/i.test(text)) return FAULT
  try {
    return { kind: 'unclear', value: new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone }
  } catch {
    return FAULT // a RangeError is how Intl says no
  }
}
