import { useSyncExternalStore } from 'react'

/** One timer for all relative times of the page, running only while something on screen shows one. */
const TICK_MS = 30_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let current = Date.now()

function tick() {
  current = Date.now()
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Now in UTC milliseconds, moving every 30 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current)
}
