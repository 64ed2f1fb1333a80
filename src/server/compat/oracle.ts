import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, toList, toObject, type Json } from './findings.ts'
import { FIXTURES, foldersOf, type Exchange, type Recording } from './recordings.ts'

/**
 * What is known of a moment without asking Lookout: a plain count of the files, written without any code of it, and the
 * whole list that the server itself gave.
 */
export interface Oracle {
  /** By id in hex: title, status, trigger, times, … */
  readonly conversations: ReadonlyMap<string, Json>
  /** Every row that the server would list, in its own words. */
  readonly rows: readonly Json[]
}

export function readOracle({ moment, exchanges }: Recording): Oracle {
  const { folder, slow } = foldersOf(moment)
  const conversations = new Map(readConversations(folder).map((one) => [String(one['id']), one]))
  if (slow !== null) conversations.delete(slow.id)
  if (slow !== null && slow.folder !== null)
    for (const one of readConversations(slow.folder)) conversations.set(String(one['id']), one)
  return { conversations, rows: rowsOf(exchanges.filter(isUnfiltered).toSorted(byRows)[0]?.body) }
}

function readConversations(folder: string): readonly Json[] {
  const file = JSON.parse(readFileSync(join(FIXTURES, 'expected', `${folder}.json`), 'utf8')) as unknown
  return toList(toObject(file)['conversations']).filter(isObject)
}

function isUnfiltered({ question, query, status }: Exchange): boolean {
  const isList = question === 'list' || question === 'search'
  return isList && status === 200 && [...query.keys()].every((name) => name === 'limit')
}

function byRows(one: Exchange, other: Exchange): number {
  return rowsOf(other.body).length - rowsOf(one.body).length
}

/** Rows or events of a page, whatever its server calls them. */
export function rowsOf(body: unknown): readonly Json[] {
  const page = toObject(body)
  return toList(page['items'] ?? page['results']).filter(isObject)
}

/** Numbers of a conversation's events by id, as their files are named. */
export function eventOrder({ moment }: Recording, conversationId: string): ReadonlyMap<string, number> {
  const { folder, slow } = foldersOf(moment)
  const home = slow?.id === conversationId && slow.folder !== null ? slow.folder : folder
  const events = join(FIXTURES, home, conversationId, 'events')
  const files = existsSync(events) ? readdirSync(events) : []
  return new Map(
    files.flatMap((file) => {
      const [, seq, id] = /^event-(\d+)-(.+)\.json$/.exec(file) ?? []
      return id === undefined ? [] : [[id, Number(seq)]]
    }),
  )
}
