import { fold } from '../index/fold.ts'

/** Letters shown before the first match, and altogether. */
const BEFORE = 60
const LONGEST = 240

/** A piece of text on one line, and where in it the words are: half-open ranges in UTF-16 units. `…` stands where it was cut. */
export interface Snippet {
  readonly snippet: string
  readonly ranges: [number, number][]
}

/** A text folded letter by letter; of each unit of the fold where in the text its letter starts and ends. */
interface Folding {
  readonly folded: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** Cuts the piece around the first of the words that a text holds, spelt as it is there; null where it holds none. */
export function cutSnippet(text: string, words: readonly string[]): Snippet | null {
  const folded = fold(text)
  const wanted = words.map(fold)
  const first = Math.min(...wanted.map((word) => folded.indexOf(word)).filter((place) => place !== -1))
  if (!Number.isFinite(first)) return null
  // Folding moves places little: around the place of the fold lies that of the text.
  const composed = text.normalize('NFC')
  const from = Math.max(0, first - 4 * LONGEST)
  const { folded: near, starts } = foldLetters(composed.slice(from, first + 8 * LONGEST))
  const found = wanted.map((word) => near.indexOf(word)).filter((place) => place !== -1)
  if (found.length === 0) return null
  const at = from + (starts[Math.min(...found)] ?? 0)
  return mark(composed, cleanCut(composed, Math.max(0, at - BEFORE)), wanted)
}

/** A cut between two letters, not within one. */
function cleanCut(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}

function mark(text: string, from: number, words: readonly string[]): Snippet {
  const to = cleanCut(text, Math.min(text.length, from + LONGEST))
  const [head, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : '']
  const piece = text.slice(from, to)
  // A word may go on behind the cut, or be longer than all that is shown: what is seen of it is marked.
  const behind = cleanCut(text, to + Math.max(...words.map((word) => word.length)))
  const { folded, starts, ends } = foldLetters(text.slice(from, behind))
  const found: [number, number][] = []
  for (const word of words)
    for (let place = folded.indexOf(word); place !== -1; place = folded.indexOf(word, place + word.length)) {
      const start = starts[place] ?? piece.length
      if (start < piece.length) found.push([start, Math.min(ends[place + word.length - 1] ?? 0, piece.length)])
    }
  const ranges = joined(found).map(([start, end]): [number, number] => [start + head.length, end + head.length])
  return { snippet: `${head}${piece.replaceAll(/\s/g, ' ')}${tail}`, ranges }
}

/** Ranges in order, those that touch made one. */
function joined(ranges: readonly [number, number][]): [number, number][] {
  const sorted = ranges.toSorted(([a], [b]) => a - b)
  const whole: [number, number][] = []
  for (const [start, end] of sorted) {
    const last = whole.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else whole.push([start, end])
  }
  return whole
}

function foldLetters(text: string): Folding {
  const [starts, ends]: [number[], number[]] = [[], []]
  let [folded, place] = ['', 0]
  for (const letter of text) {
    const part = fold(letter)
    for (let unit = 0; unit < part.length; unit++) {
      starts.push(place)
      ends.push(place + letter.length)
    }
    folded += part
    place += letter.length
  }
  return { folded, starts, ends }
}
