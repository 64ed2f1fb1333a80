import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBatches, signal } from '../planted-conversation.ts'
import type { EventRecord, Sighting, Source } from '../source.ts'
import { NOTHING } from '../planted-conversation.ts'
import { openV0Directory } from './v0-directory.ts'

/** For tests: opens a planted V0 directory; torn files are read again at once instead of 100 ms later. */
export function openPlantedV0(path: string): Source {
  return openV0Directory({ path, id: 'planted', wait: () => Promise.resolve() })
}

/** Writes a conversation's `metadata.json` and returns its folder; a string is written as it is, null writes no file. */
export function plantMetadata(root: string, id: string, metadata: object | string | null = {}): string {
  const folder = join(root, id)
  mkdirSync(folder, { recursive: true })
  if (metadata !== null) {
    const content = typeof metadata === 'string' ? metadata : JSON.stringify({ conversation_id: id, ...metadata })
    writeFileSync(join(folder, 'metadata.json'), content)
  }
  return folder
}

/** Writes one event file and returns its path; a string is written as it is. */
export function plantV0Event(root: string, id: string, seq: number, content: object | string): string {
  const folder = join(root, id, 'events')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${seq}.json`)
  const event = { id: seq, timestamp: '2026-11-22T15:01:37.953112', source: 'agent', message: '' }
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify({ ...event, ...content }))
  return path
}

/** The event that says what the agent does. */
export function stateEvent(agentState: string, reason = ''): object {
  return {
    source: 'environment',
    observation: 'agent_state_changed',
    content: '',
    extras: { agent_state: agentState, reason },
  }
}

/** All conversations of a walk. */
export async function walkOf(
  source: Source,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<readonly Sighting[]> {
  const seen: Sighting[] = []
  for await (const batch of source.list((id) => known.get(id), signal)) seen.push(...batch)
  return seen
}

/** Ids of a walk, sorted. */
export async function idsOf(source: Source): Promise<readonly string[]> {
  const seen = await walkOf(source)
  return seen.map(({ id }) => id).toSorted()
}

/** All events of one conversation. */
export async function v0EventsOf(source: Source, id: string): Promise<readonly EventRecord[]> {
  const batches = await readBatches(source, NOTHING, id)
  return batches.flatMap(({ events }) => events)
}
