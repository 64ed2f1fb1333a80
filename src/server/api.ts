import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { compress } from './compression.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { Download, downloadHeaders, toByteStream } from './download.ts'
import { eventRoutes } from './event-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { figureRoutes } from './figure-routes.ts'
import { OPERATIONS, type Operation, type OperationId } from './operations.ts'
import { readParameters } from './parameters.ts'
import { invalid, notFound, Refusal } from './refusals.ts'
import { trajectoryRoutes } from './trajectory-routes.ts'
import { timelineRoutes } from './timeline-routes.ts'
import { usageRoutes } from './usage-routes.ts'
import { WrittenJson, type Answered, type Asked, type Handlers, type Surroundings } from './routes.ts'
import { searchRoutes } from './search-routes.ts'
import { serverRoutes } from './server-routes.ts'

/** What the API needs from its process. */
export interface ApiSettings extends Surroundings {
  /** UTC ms. */
  readonly now: () => number
  /** Called once for every fault of ours; the client learns nothing of it but the id, where the answer could carry one. */
  readonly logFault: (fault: unknown, requestId?: string) => void
}

const HANDLERS: Handlers = {
  ...conversationRoutes,
  ...exportRoutes,
  ...figureRoutes,
  ...searchRoutes,
  ...eventRoutes,
  ...serverRoutes,
  ...trajectoryRoutes,
  ...timelineRoutes,
  ...usageRoutes,
}

type Handler = (asked: Asked<OperationId>) => Promise<Answered<OperationId>>

/** Paths that the API answers; every other one is the page's. */
export function isApiPath(path: string): boolean {
  return /^\/(?:api|health|ready|server_info|openapi\.json)(?:\/|$)/.test(path)
}

/** All routes of the contract. Answers with documented statuses only, and never with what went wrong inside. */
export function createApi(settings: ApiSettings): Hono {
  const api = new Hono()
  const startedAtMs = settings.now()
  let lastRequestMs = startedAtMs
  for (const operation of OPERATIONS.values()) {
    // The map's key and value belong together; TypeScript cannot follow them through a loop.
    const handler = HANDLERS[operation.id] as Handler
    api.get(operation.path, async (context) => {
      const nowMs = settings.now()
      const idleSeconds = Math.max(0, nowMs - lastRequestMs) / 1000
      lastRequestMs = nowMs
      const uptimeSeconds = Math.max(0, nowMs - startedAtMs) / 1000
      return reply(context, settings, () => {
        const { values, query } = ask(context, operation)
        const { signal } = context.req.raw
        return handler({ ...settings, values, query, nowMs, uptimeSeconds, idleSeconds, signal })
      })
    })
  }
  api.notFound((context) => reply(context, settings, () => Promise.reject(notFound())))
  return api
}

/** @throws Refusal 422 with every fault of the request */
function ask(context: Context, operation: Operation) {
  const query = new URL(context.req.url).searchParams
  const reading = readParameters(operation, query, context.req.param() as Record<string, string>) // hono's own shape
  if (!reading.ok) throw invalid(reading.faults)
  return { values: reading.values, query }
}

async function reply(
  context: Context,
  settings: ApiSettings,
  answer: () => Promise<Answered<OperationId>>,
): Promise<Response> {
  const accepted = context.req.header('accept-encoding') ?? null
  try {
    const { revision, body } = await answer()
    if (body instanceof Download) {
      const headers = { ...downloadHeaders(body), 'Lookout-Revision': revision }
      return new Response(toByteStream(body, settings.logFault, context.req.raw.signal), { headers })
    }
    return await toResponse(200, body, revision, accepted)
  } catch (fault) {
    // Nobody is there to read it, and giving up a question is no fault.
    if (context.req.raw.signal.aborted) return new Response(null, { status: 499 })
    return refuse(fault, settings, accepted)
  }
}

async function refuse(fault: unknown, settings: ApiSettings, accepted: string | null): Promise<Response> {
  const id = randomUUID()
  try {
    if (fault instanceof Refusal) {
      return withId(id, await toResponse(fault.status, fault.body, await settings.index.revision(), accepted))
    }
    settings.logFault(fault, id)
  } catch (second) {
    settings.logFault(second, id)
  }
  return withId(id, await toResponse(500, { detail: 'Internal Server Error' }, null, accepted))
}

/** Names a refused request, so that what a reader saw can be found in what the server printed. */
function withId(id: string, response: Response): Response {
  response.headers.set('Lookout-Request-Id', id)
  return response
}

async function toResponse(
  status: number,
  body: unknown,
  revision: string | null,
  accepted: string | null,
): Promise<Response> {
  const json = body instanceof WrittenJson ? Buffer.concat(body.pieces) : Buffer.from(JSON.stringify(body))
  const { bytes, encoding } = await compress(json, accepted)
  const headers = new Headers({
    'Content-Type': 'application/json',
    'Content-Length': String(bytes.length),
    'Cache-Control': 'no-store',
    Vary: 'Accept-Encoding',
  })
  if (encoding !== null) headers.set('Content-Encoding', encoding)
  if (revision !== null) headers.set('Lookout-Revision', revision)
  // A view on the same memory; the DOM's type wants to know that it is not shared with another thread.
  return new Response(bytes as Uint8Array<ArrayBuffer>, { status, headers })
}
