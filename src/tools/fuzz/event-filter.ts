import { fold } from '../../index/fold.ts'
import type { Conversation, Events, TranscriptRow } from './facts.ts'
import { answerOf, momentOf, textsOf, toNs, type Question } from './question.ts'
import { OFFSET_MINUTES } from './world.ts'

/** Whether an event passes; null where only the text that is searched could tell. */
type Verdict = boolean | null
type Condition = { readonly field: string; readonly passes: (event: TranscriptRow) => Verdict }

/** What facets count of an event; null is none. */
export const EVENT_FIELDS: Readonly<Record<string, (event: TranscriptRow) => string | null>> = {
  kind: (event) => event.kind,
  source: (event) => event.source ?? null,
  tool_name: (event) => event.tool_name ?? null,
}

/** The events of one conversation that pass a question's filter, by a plain look at each. */
export class EventFilter {
  readonly #events: Events
  readonly #conditions: readonly Condition[]
  /** Kinds asked for by name: these are shown in every view. */
  readonly #kinds: readonly (string | null)[]

  constructor(conversation: Conversation, events: Events, question: Question) {
    this.#events = events
    this.#kinds = wordsOf(question, 'kind')
    this.#conditions = [
      ...Object.entries(EVENT_FIELDS).flatMap(([field, valueOf]) => choice(question, field, valueOf)),
      ...outcome('is_error', answerOf(question, 'is_error'), (event) => event.is_error),
      ...outcome('failed_command', answerOf(question, 'failed_command'), isFailed),
      ...spoken(events, textsOf(question, 'text'), 'said'),
      ...spoken(events, textsOf(question, 'body'), 'message'),
      ...times(question, OFFSET_MINUTES[conversation.source] ?? 0),
    ]
  }

  /** Events that pass; `without` leaves one field's condition aside, `orMaybe` takes those that nobody can judge. */
  events(orMaybe: boolean, without: readonly string[] = []): readonly TranscriptRow[] {
    const conditions = this.#conditions.filter(({ field }) => !without.includes(field))
    return this.#events.all.filter((event) => conditions.every(({ passes }) => passes(event) ?? orMaybe))
  }

  /** The rows of a view in the order of appending, as their (head) events. */
  rows(view: string, orMaybe: boolean): readonly TranscriptRow[] {
    const passing = this.events(orMaybe)
    if (view === 'events') return passing
    const heads = new Set(passing.flatMap((event) => this.headOf(event) ?? []))
    return this.#events.all.filter((event) => heads.has(event.id) && (view === 'transcript' || isFocused(event)))
  }

  /** How many events pass that a folding view leaves out. */
  hidden(view: string, orMaybe: boolean): number {
    return view === 'events' ? 0 : this.events(orMaybe).filter((event) => this.headOf(event) === null).length
  }

  /** Id of the event in whose row this one is; null where it is left out. */
  headOf(event: TranscriptRow): string | null {
    const row = this.#events.transcript.find(({ id, answer }) => id === event.id || answer?.id === event.id)
    return row?.id ?? (this.#kinds.includes(event.kind) ? event.id : null)
  }
}

/** A command that ended with a code other than 0. */
export function isFailed({ exit_code: code }: TranscriptRow): boolean {
  return code !== undefined && code !== 0 && code !== -1
}

function isFocused({ kind, source, tool_name: tool }: TranscriptRow): boolean {
  if (kind === 'MessageEvent') return source === 'user' || source === 'agent'
  return kind === 'ActionEvent' && tool === 'finish'
}

function wordsOf(question: Question, name: string): (string | null)[] {
  const isKind = name.endsWith('kind')
  return textsOf(question, name).map((word) => (word === '(none)' ? null : isKind ? toSimple(word) : word))
}

/** The class of a Python path. */
function toSimple(kind: string): string {
  return /^[\w.]+\.(\w+)$/.exec(kind)?.[1] ?? kind
}

function choice(question: Question, field: string, valueOf: (event: TranscriptRow) => string | null): Condition[] {
  const [wanted, unwanted] = [wordsOf(question, field), wordsOf(question, `-${field}`)]
  if (wanted.length + unwanted.length === 0) return []
  const passes = (event: TranscriptRow) => {
    const own = valueOf(event)
    return (wanted.length === 0 || wanted.includes(own)) && !unwanted.includes(own)
  }
  return [{ field, passes }]
}

function outcome(field: string, wanted: boolean | null, of: (event: TranscriptRow) => boolean): Condition[] {
  return wanted === null ? [] : [{ field, passes: (event) => of(event) === wanted }]
}

/** What an event says for certain is found, what it holds besides may be; only messages have a body. */
function spoken({ texts }: Events, words: readonly string[], part: 'said' | 'message'): Condition[] {
  if (words.length === 0) return []
  const wanted = words.map(fold)
  const passes = ({ id, kind }: TranscriptRow): Verdict => {
    const own = texts.get(id)
    if (own === undefined || (part === 'message' && kind !== 'MessageEvent')) return false
    if (wanted.some((word) => own[part].includes(word))) return true
    return wanted.some((word) => own.all.includes(word)) ? null : false
  }
  return [{ field: 'text', passes }]
}

function times(question: Question, offsetMinutes: number): Condition[] {
  const [gte, lt] = ['timestamp__gte', 'timestamp__lt'].map((name) => momentOf(question, name, offsetMinutes))
  if ((gte ?? lt ?? null) === null) return []
  const passes = ({ timestamp }: TranscriptRow) => {
    if (timestamp === undefined) return false
    const ns = toNs(timestamp)
    return (gte === null || gte === undefined || ns >= gte) && (lt === null || lt === undefined || ns < lt)
  }
  return [{ field: 'timestamp', passes }]
}
