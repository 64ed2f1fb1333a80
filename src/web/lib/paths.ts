/** What a path of this app leads to. Ids are as the API knows them: decoded, exactly once. */
export type Place =
  | { readonly page: 'list' | 'search' | 'sources' }
  | { readonly page: 'conversation'; readonly conversationId: string; readonly eventId: string | null }

/** Path of the list of conversations. */
export const LIST_PATH = '/'

/** Path of the search for events of all conversations. */
export const SEARCH_PATH = '/search'

/** Path of where conversations come from. */
export const SOURCES_PATH = '/sources'

/** Path of a conversation. An id that is `.` or `..` has no path: no spelling keeps a browser from resolving it. */
export function conversationPath(conversationId: string): string {
  return `/conversations/${encodeURIComponent(conversationId)}`
}

/** Path of a conversation, opened at one of its events. */
export function eventPath(conversationId: string, eventId: string): string {
  return `${conversationPath(conversationId)}/events/${encodeURIComponent(eventId)}`
}

const CONVERSATION = /^\/conversations\/([^/]+)(?:\/events\/([^/]+))?\/?$/

/** What a path leads to, as `location.pathname` spells it; null: to no page. */
export function readPath(path: string): Place | null {
  if (path === LIST_PATH) return { page: 'list' }
  if (withoutSlash(path) === SEARCH_PATH) return { page: 'search' }
  if (withoutSlash(path) === SOURCES_PATH) return { page: 'sources' }
  const [, conversationId, eventId] = CONVERSATION.exec(path) ?? []
  if (conversationId === undefined) return null
  return {
    page: 'conversation',
    conversationId: decode(conversationId),
    eventId: eventId === undefined ? null : decode(eventId),
  }
}

/** Who types an address may end it with a slash. */
function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}

/** A percent sign that encodes nothing stands for itself. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
