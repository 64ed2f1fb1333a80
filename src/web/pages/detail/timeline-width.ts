import { useLayoutEffect, useState, type RefObject } from 'react'

/** Room for the names of the lanes, as the style sheet has it. */
const NAMES_PX = 132

/** Width in pixels that an element leaves beside the names of the lanes. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  // Speaks to the browser's layout.
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const measure = () => setWidth(Math.max(0, Math.floor(element.clientWidth - NAMES_PX)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
