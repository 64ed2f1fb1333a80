import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { conversationPath, eventPath, readPath } from './paths.ts'

/** Letters of every alphabet, and those that mean something in an address. A browser resolves `.` and `..`. */
const id = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.string({ unit: fc.constantFrom('%', '/', '#', '?', '.', '2', '5', 'F', ' ', '+', ';', '&'), minLength: 1 }),
  )
  .filter((text) => text !== '.' && text !== '..')

/** The path as a browser gives it back from its address bar. */
const throughBrowser = (path: string) => new URL(`${path}?sort=title`, 'http://localhost/before?a#b').pathname

test('a path leads back to the ids that it was made of', () => {
  fc.assert(
    fc.property(id, id, (conversationId, eventId) => {
      expect(readPath(throughBrowser(conversationPath(conversationId)))).toEqual({
        page: 'conversation',
        conversationId,
        eventId: null,
      })
      expect(readPath(throughBrowser(eventPath(conversationId, eventId)))).toEqual({
        page: 'conversation',
        conversationId,
        eventId,
      })
    }),
  )
})

test('a percent sign that encodes nothing stands for itself', () => {
  expect(readPath('/conversations/100%/events/%C3%28')).toEqual({
    page: 'conversation',
    conversationId: '100%',
    eventId: '%C3%28',
  })
})

test('a slash at the end changes nothing', () => {
  expect(readPath('/conversations/a/')).toEqual(readPath('/conversations/a'))
  expect([readPath('/search/'), readPath('/sources/')]).toEqual([{ page: 'search' }, { page: 'sources' }])
})

test.each(['', '/conversations', '/conversations/', '/conversations/a/events', '/conversations/a/b', '/nowhere', '//'])(
  'the path "%s" leads to no page',
  (path) => {
    expect(readPath(path)).toBeNull()
  },
)
