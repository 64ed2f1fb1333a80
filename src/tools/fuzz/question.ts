import type { Parameter, Route } from './document.ts'
import { startOfToday, type Moment } from './moments.ts'
import { readText } from './spelling.ts'

type Value = string | number | boolean | Moment

/** What a request comes to by the document alone. */
export interface Question {
  readonly route: Route
  /** Names of parameters that say what cannot be meant; with any, the answer is 422 and names each. */
  readonly faults: ReadonlySet<string>
  /** Names of parameters of which the document leaves open whether they may be so. */
  readonly doubts: ReadonlySet<string>
  /** What is left, by name. */
  readonly values: ReadonlyMap<string, readonly Value[]>
  /** As it stands in the address; what a cursor goes with. */
  readonly query: string
}

/** Where a page starts: at most one of them. */
const STARTS = ['page_id', 'offset', 'at']

/** Reads a request's path and query; null where it is the path of no route, or of another. */
export function readQuestion(route: Route, names: readonly string[], query: string): Question | null {
  const faults = new Set<string>()
  const doubts = new Set<string>()
  const values = new Map<string, Value[]>()
  const given = new URLSearchParams(query)
  for (const name of given.keys()) if (!isKnown(route, name)) faults.add(name)
  let at = 0
  for (const parameter of route.parameters) {
    const token = parameter.in === 'path' ? (names[at++] ?? '') : null
    const path = token === null ? null : readToken(token)
    if (path?.kind === 'elsewhere') return null
    if (path?.kind === 'doubtful') doubts.add(parameter.name)
    const texts = path === null ? given.getAll(parameter.name) : [path.text]
    if (texts.length === 0 && parameter.required) faults.add(parameter.name)
    if (texts.length > 0) values.set(parameter.name, readTexts(parameter, texts, faults, doubts))
  }
  const starts = STARTS.filter((name) => given.has(name) && isKnown(route, name))
  for (const name of starts.slice(1)) faults.add(name)
  return { route, faults, doubts, values, query }
}

function isKnown({ parameters }: Route, name: string): boolean {
  return parameters.some((parameter) => parameter.in === 'query' && parameter.name === name)
}

function readTexts(
  { name, schema }: Parameter,
  texts: readonly string[],
  faults: Set<string>,
  doubts: Set<string>,
): Value[] {
  const most = schema.type === 'array' ? (schema.maxItems ?? Infinity) : 1
  if (texts.length > most) faults.add(name)
  return texts.flatMap((text) => {
    const reading = readText(schema.items ?? schema, text)
    if (reading.kind === 'fault') faults.add(name)
    if (reading.kind === 'unclear') doubts.add(name)
    return reading.kind === 'fault' ? [] : [reading.value]
  })
}

type Token =
  | { readonly kind: 'text' | 'doubtful'; readonly text: string }
  | { readonly kind: 'elsewhere'; readonly text: string }

/** A name in a path. Dots and emptiness lead elsewhere, as every URL is read; what is no percent-encoding is anybody's guess. */
function readToken(token: string): Token {
  if (/^(?:\.|%2e){0,2}$/i.test(token)) return { kind: 'elsewhere', text: token }
  try {
    return { kind: 'text', text: decodeURIComponent(token) }
  } catch {
    return { kind: 'doubtful', text: token } // a URIError says that it is malformed
  }
}

/** Texts of a parameter; none where it is not given. */
export function textsOf({ values }: Question, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => values.get(name) ?? []).filter((value) => typeof value === 'string')
}

/** The one value of a parameter, or what the document gives it without one. */
export function wordOf(question: Question, name: string): string | null {
  const [word] = textsOf(question, name)
  return word ?? defaultOf(question.route, name)?.toString() ?? null
}

function defaultOf({ parameters }: Route, name: string): string | number | boolean | undefined {
  return parameters.find((parameter) => parameter.name === name)?.schema.default
}

/** The number of a parameter; null where it is not given. */
export function numberOf({ values, route }: Question, name: string): number | null {
  const [value] = values.get(name) ?? []
  if (typeof value === 'number') return value
  const fallback = defaultOf(route, name)
  return fallback === undefined ? null : Number(fallback)
}

/** Yes, no, or null where it is not given. */
export function answerOf({ values }: Question, name: string): boolean | null {
  const [value] = values.get(name) ?? []
  return typeof value === 'boolean' ? value : null
}

/** The moment of a parameter in nanoseconds; wall clocks are so many minutes ahead. Null where it is not given. */
export function momentOf(question: Question, name: string, offsetMinutes = 0): bigint | null {
  const [value] = question.values.get(name) ?? []
  if (typeof value !== 'object') return null
  if (value.kind === 'today') return BigInt(startOfToday(wordOf(question, 'time_zone') ?? 'UTC')) * 1_000_000n
  return value.kind === 'wall' ? value.ns - BigInt(offsetMinutes) * 60_000_000_000n : value.ns
}

/** A time on the wire in nanoseconds. */
export function toNs(time: string): bigint {
  const fraction = /\.(\d+)Z$/.exec(time)?.[1] ?? ''
  return BigInt(Math.floor(Date.parse(time) / 1000)) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** UUIDs in the one spelling that they have here, other ids as they are. */
export function toId(text: string): string {
  const isUuid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text)
  return isUuid ? text.replaceAll('-', '').toLowerCase() : text
}
