/**
 * The search part of an address as this app keeps it: key to text, in the spelling of the address bar. What the text of a
 * key means is the business of the page that owns the key; keys that nobody owns are carried along untouched.
 */
export type SearchRecord = Readonly<Record<string, string>>

/** Keys whose value is one free text, commas included: repeating them does not make a list. */
const SINGLE = new Set([
  'q',
  '-q',
  'title',
  '-title',
  'equery',
  'from',
  'to',
  'created_from',
  'created_to',
  'efrom',
  'eto',
  'page',
  'view',
])

/**
 * Reads `?status=error,stuck&-model=x`. A key that is repeated becomes one list; of a single text the first one counts. A key
 * without a text says nothing.
 */
export function parseSearch(search: string): SearchRecord {
  // A map, because an address may also say `constructor=`.
  const texts = new Map<string, string>()
  for (const [key, value] of new URLSearchParams(search)) {
    if (value === '') continue
    const before = texts.get(key)
    if (before === undefined) texts.set(key, value)
    else if (!SINGLE.has(key)) texts.set(key, `${before},${value}`)
  }
  return Object.fromEntries(texts)
}

/** Writes the record with sorted keys, empty values left out; `/`, `:`, `,`, `(` and `)` stay readable. */
export function stringifySearch(record: SearchRecord): string {
  const pairs = Object.entries(record)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${readable(key)}=${readable(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function readable(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(?:2F|3A|2C)/g, decodeURIComponent)
}
