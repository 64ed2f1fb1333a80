import type { LookoutIndex } from '../index/port.ts'
import type { SourceState } from '../index/reader-pool.ts'
import type { Reader } from '../index/reader.ts'

/** The real reader without its thread, for tests; `state` is what the sync would say of every source. */
export function toUnthreadedIndex(real: Reader, state: SourceState): LookoutIndex {
  return {
    search: async (question) => real.search(question),
    count: async (filter) => real.count(filter),
    facets: async (filter, question) => real.facets(filter, question),
    histogram: async (filter) => real.histogram(filter),
    sums: async (filter) => real.sums(filter),
    batch: async (ids) => real.batch(ids),
    neighbours: async (id, filter, sort, nested) => real.neighbours(id, filter, sort, nested),
    events: async (question) => real.events(question),
    countEvents: async (id, filter) => real.countEvents(id, filter),
    eventFacets: async (id, filter) => real.eventFacets(id, filter),
    eventTimeline: async (id, filter) => real.eventTimeline(id, filter),
    event: async (id, eventId, filter, view) => real.event(id, eventId, filter, view),
    eventBatch: async (id, eventIds) => real.eventBatch(id, eventIds),
    eventPlaces: async (ids) => real.eventPlaces(ids),
    searchEvents: async (question) => real.searchEvents(question),
    usage: async (id) => real.usage(id),
    zoneOffset: async (id, wallMs) => real.zoneOffset(id, wallMs),
    revision: async () => real.revision(),
    sources: async () => {
      const answer = real.sources()
      return { ...answer, items: answer.items.map((item) => ({ ...item, ...state })) }
    },
    notices: [],
    close: async () => undefined,
  }
}
