import { fold } from '../../index/fold.ts'
import { expectThat, type Answered } from './law.ts'

/** Half-open ranges in order, each around something that was looked for. */
export function expectSnippet({ snippet, ranges }: Answered['body'], words: readonly string[]): void {
  expectThat(`nothing is marked in ${JSON.stringify(snippet)}`, ranges.length > 0)
  let before = 0
  for (const [start, end] of ranges) {
    expectThat(`[${start}, ${end}) is no range of ${JSON.stringify(snippet)}`, start >= before && end > start)
    const marked = fold(snippet.slice(start, end))
    const isCut = snippet.slice(end) === '…'
    expectThat(
      `${JSON.stringify(marked)} is marked, but was not looked for`,
      words.map((word) => fold(word).replaceAll(/\s/g, ' ')).some((word) => holdsWord(marked, word, isCut)),
    )
    before = end
  }
  expectThat('a range should end with the snippet', before <= snippet.length)
}

/** Of what goes on behind the cut the beginning is there. */
function holdsWord(marked: string, word: string, isCut: boolean): boolean {
  const beginnings = Array.from(word, (_, at) => word.slice(0, at + 1))
  return marked.includes(word) || (isCut && beginnings.some((part) => marked.endsWith(part)))
}
