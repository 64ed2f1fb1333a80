import { useEffect, type RefObject } from 'react'
import { findMatches } from '../../lib/find-matches.ts'

/** Name of the highlight in the style sheet: `::highlight(found)`. */
const NAME = 'found'
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
    const paint = () => CSS.highlights.set(NAME, new Highlight(...rangesOf(element, needle)))
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

/** Ranges of every place where the text stands, over the borders of inline elements too; what is marked already is left out. */
function rangesOf(root: HTMLElement, needle: string): Range[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  let block: Element | null = null
  let nodes: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest('mark, [data-unsearched]')) continue
    const own = blockOf(node)
    if (own !== block) {
      ranges.push(...rangesIn(nodes, needle))
      nodes = []
      block = own
    }
    nodes.push(node)
  }
  return [...ranges, ...rangesIn(nodes, needle)]
}

function blockOf(node: Text): Element | null {
  let element = node.parentElement
  while (element !== null && INLINE.has(element.tagName)) element = element.parentElement
  return element
}

/** Ranges in a run of text nodes that is read in one. */
function rangesIn(nodes: readonly Text[], needle: string): Range[] {
  const starts: number[] = []
  let text = ''
  for (const node of nodes) {
    starts.push(text.length)
    text += node.data
  }
  return findMatches(text, needle).map(([start, end]) => {
    const range = document.createRange()
    const from = starts.findLastIndex((at) => at <= start)
    const to = starts.findLastIndex((at) => at < end)
    const [first, last] = [nodes[from], nodes[to]]
    if (first !== undefined) range.setStart(first, start - (starts[from] ?? 0))
    if (last !== undefined) range.setEnd(last, end - (starts[to] ?? 0))
    return range
  })
}
