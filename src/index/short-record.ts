import type { StoredRecord } from './records.ts'

const MAX_TITLE = 10_000
/** Letters of a value that facets list: as many as the contract lets a filter ask for. */
const MAX_VALUE = 1024

/** A record whose texts are no longer than lists, facets and filters can carry. */
export function toShortRecord(record: StoredRecord): StoredRecord {
  return {
    ...record,
    title: toShortTitle(record.title),
    trigger: toShortValue(record.trigger),
    selectedRepository: toShortValue(record.selectedRepository),
    selectedBranch: toShortValue(record.selectedBranch),
    gitProvider: toShortValue(record.gitProvider),
    llmModel: toShortValue(record.llmModel),
    tags: Object.fromEntries(Object.entries(record.tags).map(([key, value]) => toShortTag(key, value))),
  }
}

/** A value of at most 1,024 letters that an address can hold: what is cut says so, and half a surrogate pair is `�`. */
export function toShortValue<T extends string | null>(value: T): T | string {
  return value === null ? value : shorten(value.toWellFormed(), MAX_VALUE)
}

/** A title of a million letters would come with every page of the list. */
function toShortTitle(title: string | null): string | null {
  return title === null || title.length <= MAX_TITLE ? title : `${title.slice(0, MAX_TITLE - 1)}…`
}

/** Facets list a tag as `key:value`. */
function toShortTag(key: string, value: string): readonly [string, string] {
  const shortKey = shorten(key.toWellFormed(), MAX_VALUE - 1)
  return [shortKey, shorten(value.toWellFormed(), MAX_VALUE - 1 - Array.from(shortKey).length)]
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const letters = Array.from(text)
  if (letters.length <= most) return text
  return most === 0 ? '' : `${letters.slice(0, most - 1).join('')}…`
}
