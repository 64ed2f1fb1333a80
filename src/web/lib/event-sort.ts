import type { SearchRecord } from './search-record.ts'

/** What the table of events can be sorted by, as the address spells it, with the name on the wire; the first is the order of appending. */
const SORT_KEYS = { time: 'TIMESTAMP', kind: 'KIND', source: 'SOURCE', tool: 'TOOL', size: 'SIZE' } as const

export type EventSortKey = keyof typeof SORT_KEYS
export interface EventSort {
  readonly key: EventSortKey
  readonly descending: boolean
}

/** The order of appending, which is never in the address. */
const FIRST_SORT: EventSort = { key: 'time', descending: false }

/** The order that the address names (`esort=-size`); of an unknown one that of appending. */
export function toEventSort(search: SearchRecord): EventSort {
  const [, sign, name] = /^(-?)(\w+)$/.exec(search['esort'] ?? '') ?? []
  const key = eventSortKeys().find((known) => known === name)
  return key === undefined ? FIRST_SORT : { key, descending: sign === '-' }
}

/** Its spelling in the address; undefined for the order of appending. */
export function spellEventSort({ key, descending }: EventSort): string | undefined {
  return key === FIRST_SORT.key && !descending ? undefined : `${descending ? '-' : ''}${key}`
}

/** Its spelling on the wire. */
export function toSortOrder({ key, descending }: EventSort): `${(typeof SORT_KEYS)[EventSortKey]}${'' | '_DESC'}` {
  return `${SORT_KEYS[key]}${descending ? '_DESC' : ''}`
}

function eventSortKeys(): readonly EventSortKey[] {
  // `Object.keys` is typed as string, because an object may hold more than its type says; this is a literal of ours.
  return Object.keys(SORT_KEYS) as EventSortKey[]
}
