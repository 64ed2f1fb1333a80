import { useLayoutEffect, useState, type RefObject } from 'react'

/** Height of what sticks to the top of the window: the page's header and the tabs. Rows are brought into view below it. */
export const STICKY_PX = 104

/** Distance in pixels from the top of the document to an element, kept right while what stands above it grows or shrinks. */
export function useDocumentTop(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  // Speaks to the browser's layout.
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current === null) return
      setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [ref])
  return top
}

/** Within this distance of the end the reader is at the end. */
const END_PX = 80

/** Whether the window shows the end of the page. */
export function isAtEnd(): boolean {
  const root = document.documentElement
  return root.scrollHeight - window.scrollY - window.innerHeight < END_PX
}
