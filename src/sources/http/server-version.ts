/**
 * Whether a version is this one or a later one; `1.58.0rc1` counts as `1.58.0`. What is no version, null included, is none.
 */
export function isAtLeast(version: string | null, wanted: string): boolean {
  const [mine, theirs] = [numbersOf(version ?? ''), numbersOf(wanted)]
  if (mine.length === 0) return false
  for (const [index, number] of theirs.entries()) {
    const own = mine[index] ?? 0
    if (own !== number) return own > number
  }
  return true
}

/** The first number of a version; null where it is none. */
export function majorOf(version: string | null): number | null {
  return numbersOf(version ?? '')[0] ?? null
}

function numbersOf(version: string): readonly number[] {
  return /^\d+(?:\.\d+)*/.exec(version.trim())?.[0].split('.').map(Number) ?? []
}
