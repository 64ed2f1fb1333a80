import { toSimpleKind } from '../contract/kinds.ts'
import type { ListSchema, Operation, OperationId, Parameter, Values, ValueSchema } from './operations.ts'
import { isTimeZone, parseTime } from './times.ts'

/** One fault of a request, in the shape of the OpenHands servers (FastAPI). */
export interface Fault {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input: unknown
  readonly ctx?: Readonly<Record<string, unknown>>
}

/** What was asked, or every fault found in it. */
export type Reading<Id extends OperationId> =
  | { readonly ok: true; readonly values: Values<Id> }
  | { readonly ok: false; readonly faults: readonly Fault[] }

type Complaint = Omit<Fault, 'loc' | 'input'>
type Checked = { readonly value: string | number | boolean } | { readonly complaint: Complaint }

/** Reads and checks a request's parameters against the contract; one that the contract does not know is a fault. */
export function readParameters<Id extends OperationId>(
  operation: Operation & { readonly id: Id },
  query: URLSearchParams,
  path: Readonly<Record<string, string>>,
): Reading<Id> {
  const known = new Set(operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name))
  const faults: Fault[] = [...new Set(query.keys())]
    .filter((name) => !known.has(name))
    .map((name) => ({
      type: 'extra_forbidden',
      loc: ['query', name],
      msg: 'Extra inputs are not permitted',
      input: query.get(name),
    }))
  const values: Record<string, unknown> = {}
  for (const parameter of operation.parameters) {
    const given = parameter.in === 'path' ? [path[parameter.name] ?? ''] : query.getAll(parameter.name)
    const value = readOne(parameter, given, faults)
    if (value !== undefined) values[parameter.name] = value
  }
  const starts = ['page_id', 'offset', 'at'].filter((name) => known.has(name) && query.has(name))
  for (const name of starts.slice(1))
    faults.push({
      type: 'only_one_of',
      loc: ['query', name],
      msg: `Input should not be given together with ${starts[0]}: both say where the page starts`,
      input: query.get(name),
    })
  // Names and types are the contract's, from which `Values` is generated; each has just been checked.
  return faults.length > 0 ? { ok: false, faults } : { ok: true, values: values as Values<Id> }
}

function readOne(parameter: Parameter, given: readonly string[], faults: Fault[]): unknown {
  const loc = [parameter.in, parameter.name]
  const { schema } = parameter
  if (given.length === 0) {
    if (parameter.required) faults.push({ type: 'missing', loc, msg: 'Field required', input: null })
    return schema.type === 'array' ? undefined : schema.default
  }
  if (schema.type === 'array') return readList(schema, given, loc, faults)
  if (given.length > 1) {
    faults.push({ type: 'repeated', loc, msg: 'Input should be given once', input: given })
    return undefined
  }
  const [text = ''] = given
  const checked = check(schema, text)
  if ('value' in checked) return checked.value
  faults.push({ ...checked.complaint, loc, input: text })
  return undefined
}

function readList(schema: ListSchema, given: readonly string[], loc: readonly string[], faults: Fault[]): unknown {
  const { maxItems } = schema
  if (maxItems !== undefined && given.length > maxItems) {
    const msg = `List should have at most ${maxItems} items, not ${given.length}`
    faults.push({
      type: 'too_long',
      loc,
      msg,
      input: given,
      ctx: { max_length: maxItems, actual_length: given.length },
    })
    return undefined
  }
  return given.flatMap((text, index) => {
    const checked = check(schema.items, text)
    if ('value' in checked) return [checked.value]
    // Given once it is the parameter that is wrong: what the Agent Server says, whose `status` is no list.
    faults.push({ ...checked.complaint, loc: given.length > 1 ? [...loc, index] : loc, input: text })
    return []
  })
}

function check(schema: ValueSchema, text: string): Checked {
  switch (schema.type) {
    case 'string':
      return checkString(schema, text)
    case 'boolean':
      return checkBoolean(text)
    case 'integer':
    case 'number':
      return checkNumber(schema, text)
  }
}

function checkString(schema: ValueSchema, text: string): Checked {
  if (schema.enum && !schema.enum.includes(text)) {
    const expected = schema.enum.map((word) => `'${word}'`).join(', ')
    return complain('enum', `Input should be one of ${expected}`, { expected })
  }
  const length = [...text].length
  if (length < (schema.minLength ?? 0))
    return complain('string_too_short', `String should have at least ${schema.minLength} characters`, {
      min_length: schema.minLength,
    })
  if (length > (schema.maxLength ?? Infinity))
    return complain('string_too_long', `String should have at most ${schema.maxLength} characters`, {
      max_length: schema.maxLength,
    })
  return FORMATS[schema.format ?? '']?.(text) ?? { value: text }
}

function checkBoolean(text: string): Checked {
  if (/^(?:true|1|yes|on)$/i.test(text)) return { value: true }
  if (/^(?:false|0|no|off)$/i.test(text)) return { value: false }
  return complain('bool_parsing', 'Input should be a valid boolean, unable to interpret input')
}

function checkNumber(schema: ValueSchema, text: string): Checked {
  const [pattern, word] =
    schema.type === 'integer' ? [/^[+-]?\d+$/, 'integer'] : [/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i, 'number']
  const value = Number(text)
  if (!pattern.test(text) || !Number.isFinite(value))
    return complain(`${schema.type === 'integer' ? 'int' : 'float'}_parsing`, `Input should be a valid ${word}`)
  const { minimum, maximum } = schema
  if (minimum !== undefined && value < minimum)
    return complain('greater_than_equal', `Input should be greater than or equal to ${minimum}`, { ge: minimum })
  if (maximum !== undefined && value > maximum)
    return complain('less_than_equal', `Input should be less than or equal to ${maximum}`, { le: maximum })
  return { value }
}

function complain(type: string, msg: string, ctx?: Readonly<Record<string, unknown>>): Checked {
  return { complaint: ctx ? { type, msg, ctx } : { type, msg } }
}

/** Formats of our own that the contract names; each also brings a value into its one spelling. */
const FORMATS: Readonly<Record<string, (text: string) => Checked>> = {
  'conversation-id': (text) => ({ value: toConversationId(text) }),
  kind: (text) => ({ value: toSimpleKind(text) }),
  tag: (text) =>
    text.includes(':') || text === NONE
      ? { value: text }
      : complain('tag_parsing', `Input should be key:value, or ${NONE} for conversations without tags`),
  'boolean-or-none': (text) => {
    const checked = text === NONE ? { value: text } : checkBoolean(text)
    return 'value' in checked ? { value: String(checked.value) } : checked
  },
  'time-zone': (text) =>
    isTimeZone(text)
      ? { value: text }
      : complain('time_zone', 'Input should be the IANA name of a time zone, like Europe/Berlin'),
  'zoned-time': (text) => checkTime(text, false),
  'event-time': (text) => checkTime(text, true),
}

function checkTime(text: string, wallClockAllowed: boolean): Checked {
  const moment = parseTime(text)
  if (moment === null)
    return complain('datetime_parsing', 'Input should be an ISO 8601 time, or relative: -24h, -7d, today')
  if (moment.kind === 'wall' && !wallClockAllowed)
    return complain('timezone_aware', 'Input should have timezone info: end it with Z or an offset like %2B01:00')
  return { value: text }
}

/** How a filter says null. */
export const NONE = '(none)'

const UUID = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/i

/** UUIDs, dashed or not, as 32 lower-case hex digits; other ids as they are. */
export function toConversationId(text: string): string {
  return UUID.test(text) ? text.replaceAll('-', '').toLowerCase() : text
}

/** The ways in which an event may spell the id asked for: as it came, then as a dashed and as a plain UUID. */
export function toEventIdSpellings(text: string): readonly string[] {
  if (!UUID.test(text)) return [text]
  const hex = text.replaceAll('-', '').toLowerCase()
  const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return [...new Set([text, dashed, hex])]
}
