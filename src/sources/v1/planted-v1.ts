import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject, toList } from '../json-value.ts'
import { signal } from '../planted-conversation.ts'
import type { Sighting, Source } from '../source.ts'
import type { OpenDatabase } from './v1-database.ts'
import { openV1Directory } from './v1-directory.ts'
import type { V1Options } from './v1-directory.ts'

const HEADER = 'SQLite format 3\0'

/** For tests: stands for SQLite, which sources may not import. A planted database is its header and its rows as JSON. */
export const openPlantedDatabase: OpenDatabase = (file) => {
  const rows: unknown = JSON.parse(readFileSync(file, 'utf8').slice(HEADER.length))
  const answers = (sql: string): unknown[] => {
    if (sql.startsWith('PRAGMA')) return [{ quick_check: 'ok' }]
    if (sql.includes('pragma_table_info')) return columnsOf(rows).map((name) => ({ name }))
    return [...toList(rows)]
  }
  return { prepare: (sql) => ({ all: () => answers(sql) }), close: () => undefined }
}

function columnsOf(rows: unknown): readonly string[] {
  return [...new Set(toList(rows).flatMap((row) => (isJsonObject(row) ? Object.keys(row) : [])))]
}

/** Writes `openhands.db` with these rows; a string is written in place of the rows as it is. */
export function plantRows(root: string, rows: readonly object[] | string): string {
  const path = join(root, 'openhands.db')
  const content =
    typeof rows === 'string' ? rows : JSON.stringify(rows.map((row) => ({ conversation_version: 'V1', ...row })))
  writeFileSync(path, HEADER + content)
  return path
}

/** Hex digits of the event with this number. */
export function hexOf(number: number): string {
  return String(number).padStart(32, '0')
}

/** Writes an event at second `time` of a minute and returns its path; a string is written as it is. */
export function plantV1Event(folder: string, number: number, content: object | string = {}, time = number): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${hexOf(number)}.json`)
  const timestamp = `2026-11-22T15:00:${String(time).padStart(2, '0')}`
  const event = {
    id: hexOf(number),
    timestamp,
    kind: 'PauseEvent',
    source: 'user',
    parent_id: null,
    ...(content as object),
  }
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(event, null, 2))
  return path
}

/** A state update of a conversation. */
export function stateUpdate(key: string, value: unknown): object {
  return { kind: 'ConversationStateUpdateEvent', source: 'environment', key, value }
}

/** Opens a planted place; torn files are read again at once instead of 100 ms later. */
export function openPlantedV1(path: string, options: Partial<V1Options> = {}): Source {
  return openV1Directory({
    path,
    id: 'planted',
    openDatabase: openPlantedDatabase,
    wait: () => Promise.resolve(),
    ...options,
  })
}

/** All sightings of a walk by id; `known` are fingerprints of an earlier one. */
export async function walkV1(
  source: Source,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, Sighting>> {
  const sightings = new Map<string, Sighting>()
  for await (const batch of source.list((id) => known.get(id), signal))
    for (const sighting of batch) sightings.set(sighting.id, sighting)
  return sightings
}
