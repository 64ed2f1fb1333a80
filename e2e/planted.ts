import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A conversation to write in the layout of an Agent Server. Events are numbered in their order. */
export interface Planted {
  readonly id: string
  readonly title: string
  readonly status?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly events?: readonly object[]
}

const START = Date.UTC(2026, 0, 1)

/** ISO time without a zone, as the servers write it, so many seconds after 2026 began. */
function timeAt(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString().replace('Z', '')
}

/** An id of 32 hex digits that ends with the number. */
export function conversationId(number: number): string {
  return `c0${String(number).padStart(30, '0')}`
}

/** The id that `plantEvent` gives to an event without one. */
export function eventId(seq: number): string {
  return `e0000000-0000-4000-8000-${String(seq).padStart(12, '0')}`
}

/** What the user said first. */
export function message(text: string, seconds = 0): object {
  const content = [{ type: 'text', text }]
  return { timestamp: timeAt(seconds), source: 'user', kind: 'MessageEvent', llm_message: { role: 'user', content } }
}

/** A command, and what it printed. The two belong together by the number of their call. */
export function command(
  text: string,
  output: string,
  call: number,
  { exitCode = 0, seconds = call } = {},
): readonly object[] {
  const ids = { tool_name: 'terminal', tool_call_id: `call_${call}` }
  const id = `a0000000-0000-4000-8000-${String(call).padStart(12, '0')}`
  const content = [{ type: 'text', text: output }]
  return [
    {
      ...ids,
      id,
      timestamp: timeAt(seconds),
      source: 'agent',
      kind: 'ActionEvent',
      thought: [],
      action: { kind: 'TerminalAction', command: text },
    },
    {
      ...ids,
      action_id: id,
      timestamp: timeAt(seconds + 1),
      source: 'environment',
      kind: 'ObservationEvent',
      observation: { kind: 'TerminalObservation', content, is_error: false, exit_code: exitCode },
    },
  ]
}

/**
 * Writes one event file; a text is written as it is, whether it is JSON or not.
 * @returns its path
 */
export async function plantEvent(root: string, id: string, seq: number, event: object | string): Promise<string> {
  const events = join(root, id, 'events')
  await mkdir(events, { recursive: true })
  const path = join(events, `event-${String(seq).padStart(5, '0')}-${eventId(seq)}.json`)
  const text =
    typeof event === 'string' ? event : JSON.stringify({ id: eventId(seq), timestamp: timeAt(seq), ...event })
  // As the servers do: a file is there whole or not at all, unless a test wants it torn.
  await writeFile(`${path}.tmp`, text)
  await rename(`${path}.tmp`, path)
  return path
}

/** Writes a whole conversation below `root`. It says that it was made as many seconds after 2026 began as its id says. */
export async function plantConversation(root: string, planted: Planted): Promise<void> {
  const { id, title, status = 'finished', tags = {}, events = [] } = planted
  const folder = join(root, id)
  await mkdir(join(folder, 'events'), { recursive: true })
  for (const [seq, event] of events.entries()) await plantEvent(root, id, seq, event)
  const at = `${timeAt(Number(id.slice(2)) * 60)}Z`
  await writeFile(join(folder, 'meta.json'), JSON.stringify({ id, title, tags, created_at: at, updated_at: at }))
  await writeFile(join(folder, 'base_state.json'), JSON.stringify({ id, execution_status: status, tags }))
}

/** Writes conversations "Planted 001" and on, each a minute younger than the one before, every third with the repository `octo/third`. */
export async function plantMany(root: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await plantConversation(root, {
      id: conversationId(number),
      title: `Planted ${String(number).padStart(3, '0')}`,
      tags: number % 3 === 0 ? { repo: 'octo/third' } : {},
      events: [message(`Do number ${number}`, number * 60)],
    })
  }
}
