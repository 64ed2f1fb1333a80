/** A value that this browser remembers; other tabs follow. Where storage is forbidden or full it lasts as long as the page. */
export interface Stored<T> {
  readonly get: () => T
  /** Makes another value of the one that is stored now, by whichever tab. @returns whether the browser keeps it */
  readonly update: (change: (before: T) => T) => boolean
  readonly subscribe: (listener: () => void) => () => void
}

/** Keeps a value under a key of the local storage. `parse` takes whatever stands there, null where nothing does. */
export function stored<T>(key: string, parse: (text: string | null) => T, format: (value: T) => string): Stored<T> {
  const listeners = new Set<() => void>()
  let current: { readonly text: string | null; readonly value: T } | null = null
  let isKept = true
  const read = (): T => {
    const text = isKept ? readText(key) : (current?.text ?? null)
    // The same text is the same value, for those who compare.
    if (current === null || current.text !== text) current = { text, value: parse(text) }
    return current.value
  }
  const announce = () => listeners.forEach((listener) => listener())
  return {
    get: () => (current ?? { value: read() }).value,
    update: (change) => {
      const value = change(read())
      const text = format(value)
      current = { text, value }
      isKept = writeText(key, text)
      announce()
      return isKept
    },
    subscribe: (listener) => {
      // The key is null where all of the storage was cleared.
      const onStorage = (event: StorageEvent) => {
        if (event.key !== key && event.key !== null) return
        isKept = true
        read()
        announce()
      }
      listeners.add(listener)
      window.addEventListener('storage', onStorage)
      return () => {
        listeners.delete(listener)
        window.removeEventListener('storage', onStorage)
      }
    },
  }
}

function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function writeText(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text)
    return true
  } catch {
    return false
  }
}
