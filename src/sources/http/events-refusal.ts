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

/** What a restart, a proxy or a busy moment may be the reason of: another try may bring them. */
const MAY_PASS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'server-error',
  'timeout',
  'html',
  'not-json',
  'bad-status',
])

/** A fault met while the events of one conversation were read: a refusal, where it is about that conversation. */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof SourceError) || error instanceof EventsRefusedError) return error
  if (error instanceof HttpFault && OF_THE_SERVER.has(error.kind)) return error
  return new EventsRefusedError(error.message, error instanceof HttpFault && MAY_PASS.has(error.kind))
}
