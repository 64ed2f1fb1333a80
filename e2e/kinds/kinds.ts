import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MADE } from './made.ts'
import { RECORDED } from './recorded.ts'

/** Which sheet of pictures shows a kind. */
export type KindGroup = 'run' | 'tools' | 'files' | 'browser' | 'delegation' | 'acp' | 'state' | 'odd' | 'v0'

interface Kind {
  readonly group: KindGroup
  /** What it is, as `shapeOf` names it: of an action and of its answer. */
  readonly shapes: readonly string[]
  /** The name of the way in which it is told (`data-renderer`). */
  readonly renderer: string
}

/** `event`, `answer`: files in `e2e/fixtures`. */
export interface RecordedKind extends Kind {
  readonly event: string
  readonly answer?: string
}

/** Made from the shapes of the reference, because no recording holds it. */
export interface MadeKind extends Kind {
  readonly made: object
  readonly madeAnswer?: object
}

/** Every kind of event in every shape, with where an example comes from and how it is told. */
export const KINDS: readonly (RecordedKind | MadeKind)[] = [...RECORDED, ...MADE]

const fixtures = join(import.meta.dirname, '../fixtures')

type Fields = Readonly<Record<string, unknown>>

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** An event and its answer, as they were written. */
export function exampleOf(kind: RecordedKind | MadeKind): { readonly event: Fields; readonly answer: Fields | null } {
  if ('made' in kind) return { event: toFields(kind.made), answer: kind.madeAnswer ? toFields(kind.madeAnswer) : null }
  return { event: readEvent(kind.event), answer: kind.answer === undefined ? null : readEvent(kind.answer) }
}

function readEvent(path: string): Fields {
  return toFields(JSON.parse(readFileSync(join(fixtures, path), 'utf8')))
}

/** Every event file of the recordings that can be read, as a path in `e2e/fixtures`. */
export function recordedEvents(): readonly { readonly path: string; readonly event: Fields }[] {
  const paths = readdirSync(fixtures, { recursive: true }).map(String)
  return paths
    .filter((path) => /\/events\/[^/]+\.json$|v1_conversations\/[^/]+\/[^/]+\.json$/.test(path))
    .flatMap((path) => {
      try {
        return [{ path, event: readEvent(path) }]
      } catch {
        return [] // one of the torn files
      }
    })
}

const COMMANDS = /FileEditor|TaskTracker/

/** What an event is, as exactly as its drawing may differ: `ActionEvent FileEditorAction view`, `V0 action:run`. */
export function shapeOf(event: Fields): string {
  const kind = event['kind']
  if (typeof kind !== 'string')
    return typeof event['action'] === 'string'
      ? `V0 action:${event['action']}`
      : `V0 observation:${String(event['observation'])}`
  if (kind === 'ActionEvent') return `${kind} ${payloadShape(event['action'])}`
  if (kind === 'ObservationEvent') return `${kind} ${payloadShape(event['observation'])}`
  if (kind === 'ConversationStateUpdateEvent') return `${kind} ${String(event['key'])}`
  if (kind === 'UserRejectObservation') return `${kind} ${event['rejection_source'] === 'hook' ? 'hook' : 'user'}`
  if (kind === 'MessageEvent') return `${kind} ${String(event['source'])} ${contentShape(event['llm_message'])}`
  return kind
}

function payloadShape(value: unknown): string {
  const payload = toFields(value)
  const kind = payload['kind']
  if (typeof kind !== 'string') return 'not made'
  const command = COMMANDS.test(kind) ? ` ${String(payload['command'])}` : ''
  return `${kind}${command}${payload['is_error'] === true ? ' error' : ''}`
}

function contentShape(message: unknown): string {
  const content = toFields(message)['content']
  const types = (Array.isArray(content) ? content : []).map((block) => String(toFields(block)['type']))
  return [...new Set(types)].join('+')
}
