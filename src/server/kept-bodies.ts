import { readBody } from '../index/event-bodies.ts'
import { openForReading } from '../index/open.ts'
import type { Source } from '../sources/source.ts'

/** Where whole events are read from. */
export type BodySource = Pick<Source, 'body'> & {
  /** Why there is none where `body` gives null; undefined: it cannot be read. */
  readonly missing?: 'not_kept'
}

/** The bodies that the index keeps, of sources that cannot give them again for free. Opened with the first question. */
export function keptBodies(indexFile: string): BodySource {
  let database: ReturnType<typeof openForReading> | null = null
  return {
    missing: 'not_kept',
    body: async (conversationId, { id }) => {
      database ??= openForReading(indexFile)
      return Promise.resolve(readBody(database, conversationId, id))
    },
  }
}
