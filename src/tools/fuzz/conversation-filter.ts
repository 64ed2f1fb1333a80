import { fold } from '../../index/fold.ts'
import type { Conversation, Facts } from './facts.ts'
import { momentOf, numberOf, textsOf, toId, toNs, type Question } from './question.ts'

/** Whether a row passes; null where only the text of its events could tell. */
type Verdict = boolean | null

/** One condition of a filter; `field` is the facet that leaves it aside. */
interface Condition {
  readonly field: string | null
  readonly passes: (row: Conversation) => Verdict
}

/** The field's values as facets count them; null is none. */
export type ValuesOf = (row: Conversation) => readonly (string | null)[]

/** Fields that are chosen by value, each with the names of its parameters. */
export const FIELDS: Readonly<Record<string, ValuesOf>> = {
  status: (row) => [row.status],
  trigger: (row) => [row.trigger],
  selected_repository: (row) => [row.selected_repository],
  selected_branch: (row) => [row.selected_branch],
  source: (row) => row.sources.map(({ source }) => source),
  llm_model: (row) => [row.llm_model],
  git_provider: (row) => [row.git_provider],
  tag: (row) => orNone(Object.entries(row.tags).map(([key, value]) => `${key}:${value}`)),
  has_errors: (row) => [row.error_count === null ? null : String(row.error_count > 0)],
}

function orNone(values: readonly string[]): readonly (string | null)[] {
  return values.length === 0 ? [null] : values
}

/** The rows that pass a question's filter, for certain and at most, by a plain look at each. `prefix` is that of its parameters. */
export class ConversationFilter {
  readonly #facts: Facts
  readonly #conditions: readonly Condition[]

  constructor(facts: Facts, question: Question, prefix = '') {
    this.#facts = facts
    const name = (plain: string) => (plain.startsWith('-') ? `-${prefix}${plain.slice(1)}` : prefix + plain)
    this.#conditions = [
      ...Object.entries(FIELDS).flatMap(([field, values]) => choice(question, name, field, values)),
      ...choice(question, name, 'parent_conversation_id', (row) => [row.parent_conversation_id]),
      ...this.#texts(question, name),
      ...ranges(question, name),
    ]
  }

  /** Whether anything is asked for at all. */
  get isOpen(): boolean {
    return this.#conditions.length === 0
  }

  /** Rows that pass all conditions; `without` leaves one field's aside, `orMaybe` takes those that nobody can judge. */
  rows(orMaybe: boolean, without: string | null = null): readonly Conversation[] {
    const conditions = this.#conditions.filter(({ field }) => field === null || field !== without)
    return this.#facts.conversations.filter((row) => conditions.every(({ passes }) => passes(row) ?? orMaybe))
  }

  #texts(question: Question, name: (plain: string) => string): Condition[] {
    const titled = (row: Conversation, word: string) => fold(shownOf(row) ?? '').includes(fold(word))
    const said = (row: Conversation, word: string): Verdict => {
      if (shownOf(row) !== null && titled(row, word)) return true
      return isSaid(this.#facts, row, fold(word))
    }
    const title = (row: Conversation, word: string) => shownOf(row) !== null && titled(row, word)
    return [
      ...any(textsOf(question, name('title')), title, true),
      ...any(textsOf(question, name('-title')), title, false),
      ...any(textsOf(question, name('text')), said, true),
      ...any(textsOf(question, name('-text')), said, false),
    ]
  }
}

/** What a person sees as the title. */
export function shownOf(row: Conversation): string | null {
  return row.title ?? row.first_message
}

/** Whether an event of a conversation says a folded word; null where it stands in a string that may not be searched. */
function isSaid({ events }: Facts, { id }: Conversation, word: string): Verdict {
  const texts = [...(events.get(id)?.texts.values() ?? [])]
  if (texts.some(({ said }) => said.includes(word))) return true
  return texts.some(({ all }) => all.includes(word)) ? null : false
}

function any(
  words: readonly string[],
  test: (row: Conversation, word: string) => Verdict,
  isWanted: boolean,
): Condition[] {
  if (words.length === 0) return []
  const passes = (row: Conversation): Verdict => {
    const found = words.map((word) => test(row, word))
    const verdict = found.includes(true) ? true : found.includes(null) ? null : false
    return verdict === null ? null : verdict === isWanted
  }
  return [{ field: null, passes }]
}

/** Values asked for and left out. An alias means the same field. */
function choice(question: Question, name: (plain: string) => string, field: string, values: ValuesOf): Condition[] {
  const of = (sign: string) => {
    const names = field === 'trigger' ? ['trigger', 'conversation_trigger'] : [field]
    const texts = textsOf(question, ...names.map((one) => name(sign + one)))
    return texts.map((word) => (word === '(none)' ? null : field === 'parent_conversation_id' ? toId(word) : word))
  }
  const [wanted, unwanted] = [of(''), of('-')]
  if (wanted.length + unwanted.length === 0) return []
  const passes = (row: Conversation) => {
    const own = values(row)
    return (
      (wanted.length === 0 || own.some((one) => wanted.includes(one))) && !own.some((one) => unwanted.includes(one))
    )
  }
  return [{ field, passes }]
}

function ranges(question: Question, name: (plain: string) => string): Condition[] {
  const number = (field: string) => numberOf(question, name(field))
  const moment = (field: string) => momentOf(question, name(field))
  return [
    ...range((row) => row.accumulated_cost, number('accumulated_cost__gte'), number('accumulated_cost__lt'), null),
    ...range((row) => row.duration_seconds, number('duration_seconds__gte'), number('duration_seconds__lt'), null),
    ...range((row) => toTime(row.created_at), moment('created_at__gte'), moment('created_at__lt'), null),
    ...range((row) => toTime(row.updated_at), moment('updated_at__gte'), moment('updated_at__lt'), 'updated_at'),
  ]
}

function toTime(time: string | null): bigint | null {
  return time === null ? null : toNs(time)
}

function range<T extends number | bigint>(
  of: (row: Conversation) => T | null,
  gte: T | null,
  lt: T | null,
  field: string | null,
): Condition[] {
  if (gte === null && lt === null) return []
  const passes = (row: Conversation) => {
    const value = of(row)
    return value !== null && (gte === null || value >= gte) && (lt === null || value < lt)
  }
  return [{ field, passes }]
}
