import type { TranscriptRow } from './facts.ts'

const KEYS: Readonly<Record<string, (event: TranscriptRow) => number | string | undefined>> = {
  SIZE: (event) => event.size_bytes,
  KIND: (event) => event.kind,
  SOURCE: (event) => event.source,
  TOOL: (event) => event.tool_name,
}

/** Rows in an order of the document; without a value last, ties in the order of appending. */
export function inOrder(rows: readonly TranscriptRow[], sortOrder: string): readonly TranscriptRow[] {
  const isDescending = sortOrder.endsWith('_DESC')
  const key = KEYS[sortOrder.replace(/_DESC$/, '')]
  if (key === undefined) return isDescending ? rows.toReversed() : rows
  return rows.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)]
    if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? 1 : -1
    const difference =
      typeof one === 'number' ? one - Number(other) : Buffer.compare(Buffer.from(one), Buffer.from(`${other}`))
    return (isDescending ? -1 : 1) * difference
  })
}
