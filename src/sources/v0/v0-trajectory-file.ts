import { readJsonValue } from '../json-file.ts'
import { isJsonObject, toFiniteNumber } from '../json-value.ts'

const MAX_BYTES = 256 * 1024 * 1024

/** One entry of a trajectory: what it says, and its place: the event's own number, or the next one where it has none. */
export interface TrajectoryEntry {
  readonly seq: number
  readonly event: unknown
}

/** What the file says. */
export type TrajectoryFile =
  | { readonly state: 'read'; readonly entries: readonly TrajectoryEntry[] }
  | { readonly state: 'unreadable'; readonly reason: string; readonly mayHeal: boolean }

/** Reads a downloaded V0 trajectory: a list of events, or `{trajectory: [...]}` as the server answers. At most 256 MB. Never throws. */
export function readTrajectory(path: string): TrajectoryFile {
  const file = readJsonValue(path, MAX_BYTES)
  if (file.state === 'missing') return { state: 'unreadable', reason: 'there is no file', mayHeal: true }
  if (file.state === 'unreadable') return { state: 'unreadable', reason: file.reason, mayHeal: file.mayHeal }
  const events = isJsonObject(file.value) ? file.value['trajectory'] : file.value
  if (!Array.isArray(events)) return { state: 'unreadable', reason: 'not a list of events', mayHeal: true }
  return { state: 'read', entries: toEntries(events) }
}

/** Whether a file is a V0 trajectory, by what its entries say: one of them is an action or an observation. */
export function isV0Trajectory(path: string): boolean {
  const file = readTrajectory(path)
  return file.state === 'read' && file.entries.some(({ event }) => isV0Event(event))
}

function isV0Event(event: unknown): boolean {
  return isJsonObject(event) && ['action', 'observation'].some((key) => typeof event[key] === 'string')
}

function toEntries(events: readonly unknown[]): readonly TrajectoryEntry[] {
  let next = 0
  return events.map((event) => {
    const own = isJsonObject(event) ? toFiniteNumber(event['id']) : null
    const seq = own !== null && Number.isSafeInteger(own) && own >= next ? own : next
    next = seq + 1
    return { seq, event }
  })
}
