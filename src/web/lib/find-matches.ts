/** Where a searched text stands in another one, case aside: [start, end) in UTF-16 units, in order, none over another. */
export function findMatches(text: string, needle: string): readonly (readonly [start: number, end: number])[] {
  const trimmed = needle.trim()
  if (trimmed === '') return []
  const escaped = trimmed.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return Array.from(text.matchAll(new RegExp(escaped, 'giu')), ({ index, 0: found }) => [index, index + found.length])
}
