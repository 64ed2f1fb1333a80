import { useCallback, useState, type RefCallback } from 'react'

/** What the table had when it was last on screen, so that it comes back with the columns that it will have. */
let lastRoom: number | null = null

/** How many pixels wide the place of the table is, and the ref of that place; null before it was measured. */
export function useRoom(): readonly [number | null, RefCallback<HTMLElement>] {
  const [room, setRoom] = useState(lastRoom)
  // Measured while React commits, hence before the first paint, and again whenever the place changes.
  const ref = useCallback((place: HTMLElement | null) => {
    if (place === null) return undefined
    const measure = () => {
      // Nothing is laid out where it is not shown.
      if (place.clientWidth === 0) return
      lastRoom = place.clientWidth
      setRoom(lastRoom)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(place)
    return () => observer.disconnect()
  }, [])
  return [room, ref]
}
