interface Waiting<T> {
  readonly id: string
  readonly signal: AbortSignal
  readonly resolve: (value: T) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Gathers what is asked for within a moment into one request. `load` answers many ids in their order; it is called with at most `max`
 * of them, each once, and its signal is aborted as soon as nobody waits for any of them.
 */
export function batched<T>(
  max: number,
  load: (ids: readonly string[], signal: AbortSignal) => Promise<readonly T[]>,
): (id: string, signal: AbortSignal) => Promise<T> {
  let waiting: Waiting<T>[] = []
  const send = () => {
    const all = waiting.filter(({ signal }) => !signal.aborted)
    waiting = []
    const ids = [...new Set(all.map(({ id }) => id))]
    for (let at = 0; at < ids.length; at += max) {
      const part = ids.slice(at, at + max)
      void answer(
        part,
        all.filter(({ id }) => part.includes(id)),
        load,
      )
    }
  }
  return (id, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      // After the rows that are drawn in this turn have all asked.
      if (waiting.length === 0) setTimeout(send)
      waiting.push({ id, signal, resolve, reject })
    })
}

async function answer<T>(
  ids: readonly string[],
  waiting: readonly Waiting<T>[],
  load: (ids: readonly string[], signal: AbortSignal) => Promise<readonly T[]>,
): Promise<void> {
  const request = new AbortController()
  const giveUp = () => {
    if (waiting.every(({ signal }) => signal.aborted)) request.abort()
  }
  waiting.forEach(({ signal }) => signal.addEventListener('abort', giveUp))
  try {
    const values = await load(ids, request.signal)
    const byId = new Map(ids.map((id, at) => [id, values[at]]))
    for (const { id, resolve, reject } of waiting) {
      const value = byId.get(id)
      if (value === undefined) reject(new Error('The answer is shorter than the question.'))
      else resolve(value)
    }
  } catch (error) {
    waiting.forEach(({ reject }) => reject(error))
  } finally {
    waiting.forEach(({ signal }) => signal.removeEventListener('abort', giveUp))
  }
}
