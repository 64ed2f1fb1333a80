import { isWritable } from '../contract/calendar.ts'
import type { components } from '../contract/openapi.gen.ts'
import type { EventAnswer, EventRow, EventTurn, EventView } from '../index/event-port.ts'

type Schemas = components['schemas']

/** UTC microseconds as the wire spells them: to the millisecond where the rest is zero. */
export function toWireMicroseconds(microseconds: number): string | null {
  const ms = Math.floor(microseconds / 1000)
  if (!isWritable(ms)) return null
  const rest = microseconds - ms * 1000
  const iso = new Date(ms).toISOString()
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}

/** A row of the index as the contract's `TranscriptRow`; nulls are left out, and what only the folding views have. */
export function toWireSkeleton(event: EventRow, view: EventView): Schemas['TranscriptRow'] {
  const { locator: _, timestamp, timestamp_assumed, off_branch, row, answer, ...plain } = event
  const always = { id: plain.id, seq: plain.seq, kind: plain.kind, is_error: plain.is_error }
  return {
    ...always,
    size_bytes: plain.size_bytes,
    turn: plain.turn,
    ...withoutNulls({
      timestamp: timestamp === null ? null : toWireMicroseconds(timestamp),
      timestamp_assumed: timestamp_assumed || null,
      native_kind: plain.native_kind,
      source: plain.source,
      tool_name: plain.tool_name,
      exit_code: plain.exit_code,
      headline: plain.headline,
      action_id: plain.action_id,
      tool_call_id: plain.tool_call_id,
      llm_response_id: plain.llm_response_id,
      off_branch: off_branch || null,
      row: view === 'events' ? null : row,
      answer: view === 'events' || answer === null ? null : toWireAnswer(answer),
    }),
  }
}

function toWireAnswer(answer: EventAnswer): Schemas['EventAnswer'] {
  const { seq, id, kind, is_error, size_bytes, headline, exit_code, elapsed_ms } = answer
  return { seq, id, kind, is_error, size_bytes, ...withoutNulls({ headline, exit_code, elapsed_ms }) }
}

/** A turn of the index as the contract's `EventTurn`; unknown times are null. */
export function toWireTurn({ started_at: start, ended_at: end, ...turn }: EventTurn): Schemas['EventTurn'] {
  return {
    ...turn,
    started_at: start === null ? null : toWireMicroseconds(start),
    ended_at: end === null ? null : toWireMicroseconds(end),
  }
}

type WithoutNulls<T> = { [Name in keyof T]?: NonNullable<T[Name]> }

function withoutNulls<T extends object>(fields: T): WithoutNulls<T> {
  // What is left is what the type says: every name optional, no value null.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as WithoutNulls<T>
}

const OUR_TEXTS: readonly string[] = [
  'timestamp',
  'native_kind',
  'source',
  'tool_name',
  'headline',
  'action_id',
  'tool_call_id',
  'llm_response_id',
]
const OUR_OTHERS: readonly string[] = ['timestamp_assumed', 'off_branch', 'row', 'answer', 'offset', 'body_left_out']

/**
 * The source's own fields with ours over them. Where ours is unknown theirs stays, if it is of the type that the contract gives
 * the name: an event of a kind that no reader knows may use it for something else.
 */
export function toWireWhole(
  body: Readonly<Record<string, unknown>> | null,
  skeleton: Schemas['TranscriptRow'],
): Schemas['WholeEvent'] {
  const theirs = Object.entries(body ?? {}).filter(([name, value]) => {
    if (OUR_TEXTS.includes(name)) return typeof value === 'string'
    if (name === 'exit_code') return Number.isInteger(value)
    return !OUR_OTHERS.includes(name)
  })
  // Names of ours hold ours, or theirs of the same type.
  return { ...Object.fromEntries(theirs), ...skeleton } as Schemas['WholeEvent']
}
