import * as fc from 'fast-check'
import type { Request } from './client.ts'
import { ROUTES, type Parameter, type Route } from './document.ts'
import type { Facts } from './facts.ts'
import { anyHeaders } from './headers.ts'
import { encode, hostileToken } from './texts.ts'
import { fittingText } from './values.ts'
import type { Vocabulary } from './vocabulary.ts'

/** One request of a route, and what more is asked about its answer. */
export interface Case {
  readonly method: string
  /** What stands in the address for the parameters of the path, in their order. */
  readonly names: readonly string[]
  /** What follows the path; with anything there it is another path. */
  readonly tail: string
  /** The query, as it stands in the address; null: no `=` either. */
  readonly pairs: readonly Pair[]
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Chooses what is asked about the answer. */
  readonly turn: number
}

/** A request that fails is made smaller by the first of its choices too. */
const SHRINK = { withCrossShrink: true }

type Pair = readonly [name: string, value: string | null]

/** How the requests of a route look: most are such that they may be answered, every part of one may be hostile. */
export function casesOf(route: Route, vocabulary: Vocabulary, { events }: Facts): fc.Arbitrary<Case> {
  const isPath = (parameter: Parameter) => parameter.in === 'path'
  const inPath = route.parameters.filter(isPath)
  const inQuery = route.parameters.filter((parameter) => !isPath(parameter))
  const name = (parameter: Parameter) =>
    fc.oneof(
      { weight: 9, arbitrary: fittingText(parameter, vocabulary).map(encode) },
      { weight: 1, arbitrary: hostileToken },
    )
  const apart = fc.tuple(...inPath.map(name))
  const pairs = [...events].flatMap(([id, { all }]) => all.map((event) => [encode(id), encode(event.id)] as const))
  const ends = fc.constantFrom('', '', '', '', '%00', '%20', 'x')
  // An event is known in its own conversation alone.
  const together =
    inPath.length === 2
      ? fc.tuple(fc.constantFrom(...pairs), ends).map(([[id, eventId], end]) => [id, eventId + end])
      : apart
  return fc.record({
    method: fc.oneof(
      SHRINK,
      { weight: 30, arbitrary: fc.constant('GET') },
      { weight: 2, arbitrary: fc.constant('HEAD') },
      { weight: 1, arbitrary: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS') },
    ),
    names: fc.oneof({ weight: 4, arbitrary: together }, { weight: 1, arbitrary: apart }),
    tail: fc.oneof(
      SHRINK,
      { weight: 40, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('/', '//', '/x', '/..', '%2F', '%00', '%20', '%', '.json', ';x') },
    ),
    pairs: queries(inQuery, vocabulary),
    headers: anyHeaders,
    turn: fc.nat(99),
  })
}

function queries(parameters: readonly Parameter[], vocabulary: Vocabulary): fc.Arbitrary<readonly Pair[]> {
  const required = parameters.filter((parameter) => parameter.required)
  const others = parameters.filter((parameter) => !parameter.required)
  const fitting = (parameter: Parameter) => fittingPairs(parameter, vocabulary)
  const chosen =
    others.length === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.oneof(...others.map(fitting)), { selector: ([pair]) => pair?.[0], maxLength: 4 })
  const limits = parameters.some(({ name }) => name === 'limit')
    ? fc.constantFrom(null, null, 1, 2, 3, 7)
    : fc.constant(null)
  const clean = fc
    .tuple(fc.tuple(...required.map(fitting)), chosen, limits)
    .map(([first, rest, limit]) => [...first, ...withLimit(rest, limit)].flat())
  const hostile = fc
    .tuple(clean, fc.array(hostilePair(parameters, vocabulary), { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([own, more, isFirst]) => (isFirst ? [...more, ...own] : [...own.slice(0, 2), ...more]))
  return fc.oneof(SHRINK, { weight: 3, arbitrary: clean }, { weight: 1, arbitrary: hostile })
}

/** Small pages have neighbours. */
function withLimit(chosen: readonly Pair[][], limit: number | null): readonly Pair[][] {
  const isGiven = chosen.some(([pair]) => pair?.[0] === 'limit')
  return limit === null || isGiven ? chosen : [...chosen, [['limit', String(limit)]]]
}

/** One value, or several of a parameter that is a list. */
function fittingPairs(parameter: Parameter, vocabulary: Vocabulary): fc.Arbitrary<Pair[]> {
  const value = fittingText(parameter, vocabulary).map(encode)
  const values = parameter.schema.type === 'array' ? fc.array(value, { minLength: 1, maxLength: 3 }) : fc.tuple(value)
  return values.map((tokens) => tokens.map((token): Pair => [parameter.name, token]))
}

const ALL_NAMES: readonly string[] = [
  ...new Set(ROUTES.flatMap(({ parameters }) => parameters.map(({ name }) => name))),
  'status[]',
  'Status',
  '--status',
  'conversation',
  'conversation.',
  'token',
  'q',
]

function hostilePair(parameters: readonly Parameter[], vocabulary: Vocabulary): fc.Arbitrary<Pair> {
  const names = parameters.length === 0 ? ALL_NAMES : parameters.map(({ name }) => name)
  const own = fc.constantFrom(...names)
  const repeated = parameters.length === 0 ? [] : [fc.oneof(...parameters.map((one) => fittingPairs(one, vocabulary)))]
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(own, hostileToken) },
    { weight: 1, arbitrary: fc.tuple(own, fc.constant(null)) },
    { weight: 1, arbitrary: fc.tuple(own.map(spellOut), hostileToken) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...ALL_NAMES), hostileToken) },
    { weight: 1, arbitrary: fc.tuple(hostileToken, hostileToken) },
    ...repeated.map((pairs) => ({ weight: 2, arbitrary: pairs.map(([pair]): Pair => pair ?? ['limit', '1']) })),
  )
}

/** The same name with every letter percent-encoded. */
function spellOut(name: string): string {
  return Array.from(Buffer.from(name), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

/** The request as it is sent. */
export function toRequest(route: Route, { method, names, tail, pairs, headers }: Case): Request {
  let at = 0
  const path = route.path.replaceAll(/\{\w+\}/g, () => names[at++] ?? '') + tail
  const query = pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&')
  const target = pairs.length === 0 ? path : `${path}?${query}`
  // What cannot be parsed has no method that anybody knows of, and is answered with a body.
  return { method: method === 'HEAD' && /[^!-~]/.test(target) ? 'GET' : method, target, headers, body: null }
}
