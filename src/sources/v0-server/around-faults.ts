import { HttpFault } from '../http/http-fault.ts'

/** What came of asking for a stretch of a list; `next`: where what follows begins, null at the end of the list. */
export interface Stretch<T> {
  readonly value: T
  readonly next: number | null
}

/** A list that is asked for by positions, of which some may make every answer fail that they are part of. */
export interface FaultyList<T> {
  /** Most positions of one answer. */
  readonly full: number
  /** Asks for so many positions from `start` on, `full` of them or fewer. @throws HttpFault */
  ask(start: number, size: number): Promise<Stretch<T>>
  /** Asks for what never fails but where the whole server does. @throws HttpFault */
  askNothing(): Promise<unknown>
}

/** A stretch, or one position that cannot be had. */
export type Part<T> = { readonly start: number } & ({ readonly value: T } | { readonly fault: HttpFault })

/** After a fault the stretches grow again by this factor. */
const GROWTH = 4

/**
 * Reads a list from `start` to its end. A stretch that the server fails on, or that is too large, is halved until a single position fails
 * alone; that one is told and passed over.
 * @throws HttpFault any other, and where the server fails on everything
 */
export async function* aroundFaults<T>(list: FaultyList<T>, start: number): AsyncGenerator<Part<T>> {
  let at = start
  let size = list.full
  /** End of a stretch that is known to fail. */
  let until = -1
  for (;;) {
    const got = await askOrFault(list, at, size)
    if (got instanceof HttpFault && size > 1) {
      until = at + size
      size = Math.ceil(size / 2)
      continue
    }
    if (got instanceof HttpFault) {
      if (got.kind === 'server-error') await list.askNothing()
      yield { start: at, fault: got }
      at += 1
      until = -1
    } else {
      yield { start: at, value: got.value }
      if (got.next === null) return
      at = got.next
    }
    size = at < until ? Math.ceil((until - at) / 2) : Math.min(list.full, size * GROWTH)
  }
}

async function askOrFault<T>(list: FaultyList<T>, at: number, size: number): Promise<Stretch<T> | HttpFault> {
  try {
    return await list.ask(at, size)
  } catch (error) {
    if (isOfOnePosition(error)) return error
    throw error
  }
}

/** Whether less may be had where this could not be: a proxy that misses its server says 502 to 504. */
export function isOfOnePosition(error: unknown): error is HttpFault {
  return error instanceof HttpFault && (error.kind === 'too-large' || error.status === 500)
}
