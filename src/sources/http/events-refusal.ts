import { EventsRefusedError, SourceError } from '../source.ts'
import { HttpFault, type FaultKind } from './http-fault.ts'

/** What befalls a server as a whole: the events of others are not to be had just now either. */
const OF_THE_SERVER: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'unreachable',
  'dns',
  'tls',
  'wrong-scheme',
  'unauthorized',
  'forbidden',
  'rate-limited',
  'cut-off',
  'disk',
])

/** A fault met while the events of one conversation were read: a refusal, where it is about that conversation. */
export function toRefusal(error: unknown): unknown {
  const isOfTheServer = error instanceof HttpFault && OF_THE_SERVER.has(error.kind)
  return error instanceof SourceError && !isOfTheServer ? new EventsRefusedError(error.message) : error
}
