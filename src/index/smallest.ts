/** The first `limit` of some values in order, without sorting them all. */
export function smallest<T>(values: Iterable<T>, compare: (a: T, b: T) => number, limit: number): T[] {
  const best: T[] = []
  for (const value of values) {
    const last = best[limit - 1]
    if (last !== undefined && compare(value, last) >= 0) continue
    let low = 0
    for (let high = best.length; low < high;) {
      const middle = (low + high) >> 1
      const other = best[middle]
      if (other !== undefined && compare(value, other) < 0) high = middle
      else low = middle + 1
    }
    best.splice(low, 0, value)
    if (best.length > limit) best.pop()
  }
  return best
}

/**
 * Places [from, to) of the sorted order of some numbers: quicksort that leaves alone whatever lies on either side of these places.
 * No two may compare as equal.
 */
export function sortedPart(
  values: readonly number[],
  compare: (a: number, b: number) => number,
  from: number,
  to: number,
): number[] {
  const places = Int32Array.from(values)
  sortBetween(places, compare, from, Math.min(to, places.length))
  return [...places.subarray(from, to)]
}

function sortBetween(places: Int32Array, compare: (a: number, b: number) => number, from: number, to: number): void {
  const open: [number, number][] = [[0, places.length - 1]]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [low, high] = part
    if (low >= high || high < from || low >= to) continue
    const cut = partition(places, compare, low, high)
    open.push([low, cut], [cut + 1, high])
  }
}

/** Splits [low, high] around the value in its middle (Hoare): nothing up to the place returned is larger than anything behind it. */
function partition(places: Int32Array, compare: (a: number, b: number) => number, low: number, high: number): number {
  const at = (place: number) => places[place] ?? 0
  const pivot = at((low + high) >> 1)
  let left = low - 1
  let right = high + 1
  for (;;) {
    do left += 1
    while (compare(at(left), pivot) < 0)
    do right -= 1
    while (compare(at(right), pivot) > 0)
    if (left >= right) return right
    const swapped = at(left)
    places[left] = at(right)
    places[right] = swapped
  }
}
