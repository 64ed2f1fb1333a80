import * as fc from 'fast-check'
import type { Parameter, ValueSchema } from './document.ts'
import { hostileText, statedTime } from './texts.ts'
import { fieldOf, type Vocabulary } from './vocabulary.ts'

/** Texts that a parameter may well be given, most of them such that some row has them. */
export function fittingText(parameter: Parameter, vocabulary: Vocabulary): fc.Arbitrary<string> {
  const schema = parameter.schema.items ?? parameter.schema
  const words = vocabulary.get(fieldOf(parameter.name)) ?? []
  const plain = plainText(schema)
  const known = words.length === 0 ? plain : fc.constantFrom(...words).chain((word) => spellings(schema, word))
  return schema.enum === undefined
    ? fc.oneof({ weight: 8, arbitrary: known }, { weight: 2, arbitrary: plain })
    : fc.constantFrom(...schema.enum)
}

function plainText(schema: ValueSchema): fc.Arbitrary<string> {
  switch (schema.type) {
    case 'boolean':
      return fc.constantFrom('true', 'false')
    case 'integer': {
      const { minimum = 0, maximum = 100 } = schema
      const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 60) })
      return fc.oneof(small, fc.constantFrom(minimum, maximum)).map(String)
    }
    case 'number':
      return fc.constantFrom('0', '0.1', '1', '5', '60', '3600', '90000', '1e-7', '1e300')
    default:
      return plainString(schema)
  }
}

function plainString(schema: ValueSchema): fc.Arbitrary<string> {
  switch (schema.format) {
    case 'zoned-time':
    case 'event-time':
      return fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom('today', '-24h', '-30m', '-2d', '-1w', '2026-11-20T13:30:00+05:30') },
        { weight: 2, arbitrary: statedTime },
      )
    case 'time-zone':
      return fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Sao_Paulo', 'Pacific/Kiritimati')
    case 'boolean-or-none':
      return fc.constantFrom('true', 'false', '(none)')
    case 'tag':
      return fc.constantFrom('(none)', 'team:payments', ':')
    default:
      return fc.oneof(fc.constantFrom('(none)', 'a word', 'xy'), hostileText)
  }
}

/** The same value as others would write it, and what lies just beside it. */
function spellings({ format, type }: ValueSchema, word: string): fc.Arbitrary<string> {
  if (format === 'conversation-id' && /^[0-9a-f]{32}$/.test(word)) {
    const dashed = word.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    return fc.oneof(fc.constantFrom(word, word.toUpperCase(), dashed, dashed.toUpperCase()), spoilt(word))
  }
  if (format === 'zoned-time' || format === 'event-time') {
    const beside = (ms: number) => new Date(Date.parse(word) + ms).toISOString()
    const wall = word.replace(/Z$/, '')
    return fc.constantFrom(word, beside(0), beside(1), beside(-1), ...(format === 'event-time' ? [wall] : []))
  }
  if (type === 'number') return fc.constantFrom(word, String(Number(word) * 2), String(Number(word) / 2))
  return format === undefined && type === 'string'
    ? fc.oneof({ weight: 9, arbitrary: fc.constant(word) }, spoilt(word))
    : fc.constant(word)
}

/** Almost the value, but another. */
function spoilt(word: string): fc.Arbitrary<string> {
  return fc.constantFrom(`${word}\0`, `${word}\0x`, ` ${word}`, `${word} `, `${word}%`, word.slice(0, -1), `${word},`)
}
