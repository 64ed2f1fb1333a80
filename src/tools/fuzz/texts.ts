import * as fc from 'fast-check'
import { ODD_TEXTS } from './odd-texts.ts'

/** Percent-encodes text for a path or query; half a surrogate pair as the three bytes that it would have. */
export function encode(text: string): string {
  return Array.from(text, (letter) =>
    /^[\ud800-\udfff]$/.test(letter) ? encodeHalf(letter.charCodeAt(0)) : encodeURIComponent(letter),
  ).join('')
}

function encodeHalf(unit: number): string {
  const bytes = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]
  return bytes.map((byte) => `%${byte.toString(16)}`).join('')
}

const HEX = '0ea5de8dd9344ad482fd8e3e416fff3d'

const HOSTILE_TEXTS: readonly string[] = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  ' ',
  '\t\r\n',
  "' OR 1=1 --",
  '") OR 1 --',
  '%25',
  '%%',
  '_%',
  '../../etc/passwd',
  '..',
  '.',
  '%2e%2e',
  '/',
  '//',
  ',',
  'a,b',
  'a;b',
  '{}',
  '[]',
  '$where',
  '${7*7}',
  '(none)',
  '(NONE)',
  ' (none)',
  'null',
  'undefined',
  'true',
  '__proto__',
  'hasOwnProperty',
  HEX,
  HEX.toUpperCase(),
  '0ea5de8d-d934-4ad4-82fd-8e3e416fff3d',
  '0ea5de8dd934-4ad482fd8e3e416fff3d',
  `${HEX}0`,
  'a'.repeat(256),
  'a'.repeat(257),
  'é'.repeat(1024),
  'a'.repeat(1025),
  'a'.repeat(6145),
  'a'.repeat(10_000),
  '🐛'.repeat(700),
]

const NUMBERS: readonly string[] = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e400',
  '-1e400',
  '1e5',
  '1e-7',
  '1E3',
  '-0',
  '0',
  '-1',
  '+1',
  ' 1',
  '1 ',
  '01',
  '1.',
  '.5',
  '1.0',
  '0x10',
  '0b1',
  '1_000',
  '1,5',
  '１',
  '٣',
  '9007199254740993',
  '99999999999999999999',
  '1000000000',
  '1000000001',
  '100',
  '101',
]

const TIMES: readonly string[] = [
  '2026-11-22T15:30:00',
  '2026-11-22T15:30:00Z',
  '2026-11-22 15:30:00+05:30',
  '2026-11-22T15:30:00.123456789-12:00',
  '2026-11-21T00:00:00.0005Z',
  '2026-11-22',
  '2026-11-22T24:00:00Z',
  '2026-12-31T23:59:60Z',
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-00T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '0000-01-01T00:00:00+23:59',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-23:59',
  '999999-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2026-11-22T15:30:00+24:00',
  '2026-11-22T15:30:00Z[UTC]',
  '2026-W47-7',
  '2026-326',
  '20261122T153000Z',
  '1700000000',
  '1700000000.5',
  '99999999999',
  '999999999999',
  '2026',
  'now',
  'today',
  'TODAY',
  'yesterday',
  '-24h',
  '-0m',
  '-7d',
  '-1w',
  '-999999w',
  '-999999d',
  '-1000000d',
  '-1.5h',
  '24h',
  '-1y',
  '--1d',
]

/** Text that nobody should send, of every kind: for any parameter. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TIMES),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)

/** Times as somebody may state them. */
export const statedTime: fc.Arbitrary<string> = fc.constantFrom(...TIMES)

/** What is no percent-encoding at all, or says more than one value. */
const MALFORMED: readonly string[] = [
  '%',
  '%z',
  '%zz',
  '%ff',
  '%c3%28',
  '%ED%A0%80',
  '%00',
  '%u0041',
  'a+b',
  'a%2Bb',
  'a=b',
  'a;b',
  '%26x%3D1',
  '%2e%2e%2f',
  '%252e',
  '"<>`{}|^',
  'x\\y',
  'x#y',
  '\xe9',
]

/** A value as it stands in the address: encoded as it should be, or not. */
export const hostileToken: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: hostileText.map(encode) },
  { weight: 1, arbitrary: fc.constantFrom(...MALFORMED) },
)
