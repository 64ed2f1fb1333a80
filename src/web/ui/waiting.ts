import { useEffect, useState } from 'react'

/** A skeleton appears after this long, and then stays at least that long: neither may flash. */
const APPEARS_AFTER_MS = 150
const STAYS_MS = 300
/** From here on waiting needs a word, and a way out. */
const SLOW_AFTER_MS = 5000

/** Whether the skeleton is to be there: while loading, and on until it has been seen for long enough. */
export function useSkeleton(isLoading: boolean): boolean {
  const [isHeld, setHeld] = useState(false)
  // Speaks to the browser's timers.
  useEffect(() => {
    if (!isLoading) return undefined
    const appear = setTimeout(() => {
      setHeld(true)
      setTimeout(() => setHeld(false), STAYS_MS)
    }, APPEARS_AFTER_MS)
    return () => clearTimeout(appear)
  }, [isLoading])
  return isLoading || isHeld
}

/** Whether a component has been there for so long that the reader should hear of it: mount it for as long as they wait. */
export function useIsSlow(): boolean {
  const [isSlow, setSlow] = useState(false)
  // Speaks to the browser's timers.
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return isSlow
}
