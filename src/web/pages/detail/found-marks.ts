import { useEffect, type RefObject } from 'react'
import { findMatches } from '../../lib/find-matches.ts'

/** Name of the highlight in the style sheet: `::highlight(found)`. */
const NAME = 'found'
/** More marks than a page has room for: a text that repeats two letters has a hundred thousand, each an object of the browser. */
const MAX_MARKS = 5000
/** Elements that do not end a word: what they hold is read in one with what stands around them. */
const INLINE = new Set(['A', 'B', 'BDI', 'CODE', 'DEL', 'EM', 'I', 'SPAN', 'STRONG'])

/**
 * Marks a searched text wherever it stands in an element, bodies that arrive later included, without changing the document. Words of
 * ours among those of the events carry `data-unsearched`.
 */
export function useFoundMarks(root: RefObject<HTMLElement | null>, needle: string): void {
  // Speaks to the browser's highlights, and listens to the document.
  useEffect(() => {
    const element = root.current
    if (element === null || needle === '' || typeof Highlight === 'undefined') return
    const paint = () => {
      const marks = new Highlight()
      for (const range of rangesOf(element, needle)) marks.add(range)
      CSS.highlights.set(NAME, marks)
    }
    let frame = 0
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(paint)
    })
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    paint()
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      CSS.highlights.delete(NAME)
    }
  }, [root, needle])
}

/** Ranges of every place where the text stands, over the borders of inline elements too, but not over what is marked already. */
function rangesOf(root: HTMLElement, needle: string): readonly Range[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  let block: Element | null = null
  let nodes: Text[] = []
  const endRun = () => {
    for (const range of rangesIn(nodes, needle)) ranges.push(range)
    nodes = []
  }
  for (let node = walker.nextNode(); node !== null && ranges.length < MAX_MARKS; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue
    const own = node.parentElement?.closest('mark, [data-unsearched]') ? null : blockOf(node)
    if (own !== block) endRun()
    block = own
    if (own !== null) nodes.push(node)
  }
  endRun()
  return ranges.slice(0, MAX_MARKS)
}

function blockOf(node: Text): Element | null {
  let element = node.parentElement
  while (element !== null && INLINE.has(element.tagName)) element = element.parentElement
  return element
}

/** Ranges in a run of text nodes that is read in one. */
function* rangesIn(nodes: readonly Text[], needle: string): Generator<Range> {
  const starts: number[] = []
  let text = ''
  for (const node of nodes) {
    starts.push(text.length)
    text += node.data
  }
  // Matches come in order, so that each begins in the node of the one before or later.
  let at = 0
  const nodeAt = (place: number) => {
    while ((starts[at + 1] ?? Number.POSITIVE_INFINITY) <= place) at++
    return { node: nodes[at], offset: place - (starts[at] ?? 0) }
  }
  for (const [start, end] of findMatches(text, needle).slice(0, MAX_MARKS)) {
    const range = document.createRange()
    const first = nodeAt(start)
    const last = nodeAt(end - 1)
    if (first.node === undefined || last.node === undefined) continue
    range.setStart(first.node, first.offset)
    range.setEnd(last.node, last.offset + 1)
    yield range
  }
}
