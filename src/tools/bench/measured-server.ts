/** What following servers costs them: requests and bytes, in each dialect. */
import type { ReplayServer } from '../../sources/http/replay-server.ts'
import { follow, type RemoteSize } from './follower.ts'
import type { MeteredRequest } from './metered-server.ts'
import { serveAgentServer, serveV0Server, serveV1Server, type ServedOptions } from './served-conversations.ts'

/** Servers to be followed, by what they are called in the table. */
export const SERVERS: Readonly<Record<string, (options: ServedOptions) => Promise<ReplayServer>>> = {
  'agent-server 1.58.0': (options) => serveAgentServer('1.58.0', options),
  'agent-server 1.11.4': (options) => serveAgentServer('1.11.4', options),
  'app-server-v1, Cloud': serveV1Server,
  'app-server-v0': serveV0Server,
}

/** What a server was asked in one phase. */
export type Asked = readonly MeteredRequest[]

/** What a server was asked, while nothing happened there. */
export interface Measured {
  /** The first walk over all rows. */
  readonly walk: Asked
  /** Events, read behind the rows. */
  readonly events: Asked
  /** The five minutes after a later walk. */
  readonly idle: Asked
  /** The hour after it, with walks that find nothing. */
  readonly hour: Asked
  /** Most requests within any minute. */
  readonly mostInAMinute: number
  /** From the first request until the events within the budget were read, ms. */
  readonly readMs: number
}

const IDLE_MS = 300_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Requests may come a little closer to each other than they were sent. */
const MARGIN_MS = 1_000
const EVENT_PATHS =
  /\/events\/(?:search|count)|\/events(?:\?|$)|\/download-trajectory\/|^\/api\/conversations\/[0-9a-f-]{36}$/

const START_MS = Date.UTC(2026, 10, 24, 12)

/** Follows a server of this name, on a clock that leaps over pauses. */
export async function measureServer(name: string, size: RemoteSize): Promise<Measured> {
  const start = SERVERS[name]
  if (start === undefined) throw new Error(`There is no ${name}: ${Object.keys(SERVERS).join(', ')}`)
  const follower = await follow(start, START_MS, size)
  const { requests, clock, until } = follower
  try {
    await until(() => follower.walks() === 1)
    const walked = requests.length
    await until(() => follower.isRead())
    const readMs = clock.now() - START_MS
    const [read, walks] = [requests.length, follower.walks()]
    await until(() => follower.walks() > walks)
    const [rested, restedMs] = [requests.length, clock.now()]
    await until(() => clock.now() >= restedMs + HOUR_MS)
    const within = (ms: number) => requests.slice(rested).filter(({ atMs }) => atMs < restedMs + ms)
    return {
      walk: requests.slice(0, walked).filter(({ path }) => !EVENT_PATHS.test(path)),
      events: requests.slice(0, read).filter(({ path }) => EVENT_PATHS.test(path)),
      idle: within(IDLE_MS),
      hour: within(HOUR_MS),
      mostInAMinute: mostWithin(requests, MINUTE_MS - MARGIN_MS),
      readMs,
    }
  } finally {
    await follower.close()
  }
}

function mostWithin(requests: Asked, ms: number): number {
  const times = requests.map(({ atMs }) => atMs).toSorted((one, other) => one - other)
  let first = 0
  let most = 0
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - ms) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
