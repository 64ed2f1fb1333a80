import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { mark, statFile } from '../conversation-folder.ts'
import type { EventFile } from '../event-files.ts'
import { readJsonFile } from '../json-file.ts'
import { isJsonObject, toFilledText, toJsonObject } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'
import type { SourceWork } from '../source.ts'
import type { AgentState } from './v0-status.ts'

const FILES_PER_TURN = 500
const MOST_REMEMBERED = 1_000

/** What the newest events say of the whole conversation; null where none of them says it. */
export interface NewestState {
  readonly agent: AgentState | null
  /** `llm_metrics`: totals so far. Only looked for where it is wanted. */
  readonly metrics: JsonObject | null
}

/** The events that were looked at, and what they said. */
interface Look extends NewestState {
  readonly count: number
  readonly newest: EventFile | null
  /** Marks of the newest file and of those that could not be read: while they stand, nothing in the past has changed. */
  readonly marks: ReadonlyMap<string, string>
  readonly hasMetrics: boolean
}

/** Finds what events say last, reading from the newest backwards; remembers it, so that an append costs the new events alone. */
export interface NewestStates {
  find(folder: string, files: readonly EventFile[], wantsMetrics: boolean, signal?: AbortSignal): Promise<NewestState>
}

/** For one source. Remembers the 1,000 conversations looked at last. */
export function createNewestStates(work: SourceWork): NewestStates {
  const looks = new Map<string, Look>()
  return {
    async find(folder, files, wantsMetrics, signal) {
      const known = looks.get(folder)
      const past = known !== undefined && stillHolds(folder, known, files, wantsMetrics) ? known : null
      const look = await lookBack(folder, files, past, wantsMetrics, work, signal)
      looks.delete(folder)
      looks.set(folder, look)
      for (const first of looks.keys()) if (looks.size > MOST_REMEMBERED) looks.delete(first)
      return look
    },
  }
}

/** The same for events that are in memory, in order. */
export function newestStateOf(events: readonly unknown[]): NewestState {
  let agent: AgentState | null = null
  let metrics: JsonObject | null = null
  for (const event of events.toReversed().filter(isJsonObject)) {
    agent ??= agentStateOf(event)
    metrics ??= toJsonObject(event['llm_metrics'])
    if (agent !== null && metrics !== null) break
  }
  return { agent, metrics }
}

function stillHolds(folder: string, look: Look, files: readonly EventFile[], wantsMetrics: boolean): boolean {
  if (wantsMetrics && !look.hasMetrics) return false
  if ((files[look.count - 1]?.seq ?? null) !== (look.newest?.seq ?? null)) return false
  return [...look.marks].every(([name, before]) => markOf(folder, name) === before)
}

async function lookBack(
  folder: string,
  files: readonly EventFile[],
  past: Look | null,
  wantsMetrics: boolean,
  work: SourceWork,
  signal: AbortSignal | undefined,
): Promise<Look> {
  const marks = new Map(past?.marks)
  if (past?.newest) marks.delete(past.newest.name)
  const newest = files.at(-1) ?? null
  if (newest !== null) marks.set(newest.name, markOf(folder, newest.name))
  let agent: AgentState | null = null
  let metrics: JsonObject | null = null
  for (let index = files.length - 1; index >= (past?.count ?? 0); index -= 1) {
    if (agent !== null && (metrics !== null || !wantsMetrics)) break
    const file = files[index]
    if (file === undefined) break
    if ((files.length - index) % FILES_PER_TURN === 0) {
      await setImmediate()
      signal?.throwIfAborted()
    }
    const event = readEvent(folder, file, marks, work)
    agent ??= event === null ? null : agentStateOf(event)
    metrics ??= event === null || !wantsMetrics ? null : toJsonObject(event['llm_metrics'])
  }
  return {
    agent: agent ?? past?.agent ?? null,
    metrics: metrics ?? past?.metrics ?? null,
    count: files.length,
    newest,
    marks,
    hasMetrics: wantsMetrics,
  }
}

/** Null where it cannot be read; its mark is taken before that. */
function readEvent(folder: string, file: EventFile, marks: Map<string, string>, work: SourceWork): JsonObject | null {
  const before = markOf(folder, file.name)
  work.eventFilesRead += 1
  const json = readJsonFile(join(folder, file.name))
  if (json.state === 'read') return json.value
  marks.set(file.name, before)
  return null
}

/** `stopped` is no state of the agent: its loop was closed, whatever it had been doing. */
function agentStateOf(event: JsonObject): AgentState | null {
  if (event['observation'] !== 'agent_state_changed') return null
  const extras = toJsonObject(event['extras'])
  const word = toFilledText(extras?.['agent_state'])
  return word === null || word === 'stopped' ? null : { word, reason: toFilledText(extras?.['reason']) }
}

function markOf(folder: string, name: string): string {
  return mark(statFile(join(folder, name)))
}
