import { HttpFault, type FaultKind } from '../http/http-fault.ts'
import { toFilledText, toJsonObject } from '../json-value.ts'
import { toPage } from '../agent-server/agent-server-row.ts'
import { parseUtcTime } from '../stated-time.ts'
import { askJson, type V1Access } from './v1-asking.ts'

const TASKS = '/api/v1/app-conversations/start-tasks/search'
const MAX_LIMIT = 100

/** Faults of this path alone; a server may keep its tasks to itself. */
const OF_THE_PATH: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'forbidden',
  'not-found',
  'html',
  'bad-status',
  'server-error',
])

/**
 * What is known of conversations that are being started: those at it, and those that failed, since a moment (UTC ms). Such a task has an
 * id of its own, and no conversation until it is ready (`AppConversationStartTask`): it is no row. Null where nobody can tell.
 * @throws HttpFault
 */
export async function countStarts(
  access: V1Access,
  since: number,
): Promise<{ readonly starting: number; readonly failed: number } | null> {
  const query = { created_at__gte: new Date(since).toISOString(), limit: MAX_LIMIT }
  let json: unknown
  try {
    json = (await askJson(access, TASKS, query)).json
  } catch (error) {
    if (error instanceof HttpFault && OF_THE_PATH.has(error.kind)) return null
    throw error
  }
  // 0.62 knows no bound, and gives all.
  const tasks = (toPage(json)?.items ?? [])
    .map(toJsonObject)
    .filter((task) => (parseUtcTime(task?.['created_at']) ?? Number.NEGATIVE_INFINITY) >= since)
  const words = tasks.map((task) => toFilledText(task?.['status']))
  return {
    starting: words.filter((word) => word !== null && word !== 'READY' && word !== 'ERROR').length,
    failed: words.filter((word) => word === 'ERROR').length,
  }
}
