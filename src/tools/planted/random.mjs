const WORDS =
  'fix paging build deploy queue schema parser cache index route worker login invoice retry timeout migrate config header table filter'.split(
    ' ',
  )

/** Small generator of numbers in [0, 1) that gives the same sequence for the same seed (mulberry32). @param {number} seed */
export function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** @template T @param {readonly T[]} list @param {() => number} next @returns {T} */
export function pick(list, next) {
  const chosen = list[Math.floor(next() * list.length)]
  if (chosen === undefined) throw new Error('nothing to pick from')
  return chosen
}

/** Words with a space between them. @param {() => number} next @param {number} count */
export function sentence(next, count) {
  let words = pick(WORDS, next)
  for (let at = 1; at < count; at++) words += ` ${pick(WORDS, next)}`
  return words
}

/** 32 hex digits. @param {() => number} next */
export function hexId(next) {
  let digits = ''
  for (let at = 0; at < 4; at++) digits += (next() * 4294967296).toString(16).split('.', 1)[0]?.padStart(8, '0')
  return digits
}

/** A UUID with its dashes, from 32 hex digits. @param {string} id */
export function dashed(id) {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
