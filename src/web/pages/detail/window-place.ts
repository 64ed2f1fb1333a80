import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

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

const HANDS = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
/** A scroll that is longer than what the page grew or shrank by was made by somebody. */
const OWN_SCROLL_PX = 60

/**
 * Holds the window at a place while rows around it find their height (messages arrive after their rows), until the reader
 * takes over with wheel, finger, mouse or key, or anything else scrolls. `size` is the height of all rows in pixels. Returns
 * how to go to a place and hold it.
 */
export function useHold(size: number): (go: () => void) => void {
  const held = useRef<(() => void) | null>(null)
  const isGoing = useRef(false)
  // Speaks to the window: the reader's hands, and scrolls that are not ours.
  useEffect(() => {
    const place = () => ({ y: window.scrollY, height: document.documentElement.scrollHeight })
    let before = place()
    const release = () => {
      held.current = null
    }
    const onScroll = () => {
      const now = place()
      const moved = Math.abs(now.y - before.y) - Math.abs(now.height - before.height)
      if (!isGoing.current && moved > OWN_SCROLL_PX) release()
      isGoing.current = false
      before = now
    }
    HANDS.forEach((name) => window.addEventListener(name, release, { passive: true, capture: true }))
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      HANDS.forEach((name) => window.removeEventListener(name, release, { capture: true }))
      window.removeEventListener('scroll', onScroll)
    }
  }, [])
  // Speaks to the window: its place, before the new heights are painted.
  useLayoutEffect(() => {
    if (held.current === null || size === 0) return
    isGoing.current = true
    held.current()
  }, [size])
  return (go) => {
    held.current = go
    isGoing.current = true
    go()
  }
}
