/** What questions and answers about conversations and about events are made of. */

/** One value of a filter field; `null` is "none". */
export type FilterValue = string | null

/** A filter field that chooses values. OR inside a field, AND between fields; `exclude` keeps nulls unless it names null. */
export interface ValueChoice {
  readonly include: readonly FilterValue[]
  readonly exclude: readonly FilterValue[]
}

/** Half-open range; both bounds optional: `gte` inclusive, `lt` exclusive. Nulls never lie in a range. */
export interface Range {
  readonly gte?: number | undefined
  readonly lt?: number | undefined
}

/** `start` is a cursor (rows after it; `before`: the page that ends just before it) or the number of rows to skip. */
export type PageStart<C> = { readonly after: C } | { readonly before: C } | { readonly offset: number }

/**
 * Every answer says which revision it is from, and whether all sources have been read once; where it is about a text, also whether no
 * conversation that it may be in has events still to be read.
 */
export interface Answer {
  readonly revision: string
  readonly complete: boolean
}

export interface FacetValues {
  readonly values: readonly { readonly value: FilterValue; readonly count: number }[]
  readonly distinct: number
  /** Conversations counted under values that are not listed. */
  readonly other_count: number
}
