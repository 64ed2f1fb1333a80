import contract from '../../contract/openapi.gen.json' with { type: 'json' }
import { isObject, toList, toObject, type Findings, type Json } from './findings.ts'

/** Fields that events of ours may have beside those of their source. */
export const EVENT_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(contract.components.schemas.EventSkeleton.properties),
  ...Object.keys(contract.components.schemas.WholeEvent.properties),
])

/** What Lookout is to say of an event of the Agent Server, `ours` being what it does say. */
export function toOurEvent(theirs: Json, ours: unknown, findings: Findings): Json {
  const timestamp = toUtc(String(theirs['timestamp']))
  findings.use('event-times', timestamp !== theirs['timestamp'])
  return { ...withoutNulls(theirs, toObject(ours), findings), timestamp }
}

/** The recorded servers ran in UTC. Microseconds, left out where they are zero. */
function toUtc(text: string): string {
  const fraction = (/\.(\d+)$/.exec(text)?.[1] ?? '').padEnd(6, '0')
  return `${text.slice(0, 19)}.${fraction.endsWith('000') ? fraction.slice(0, 3) : fraction}Z`
}

/** Theirs without the nulls that ours leaves out, at any depth. */
function withoutNulls(theirs: Json, ours: Json, findings: Findings): Json {
  return Object.fromEntries(
    Object.entries(theirs).flatMap(([name, value]) => {
      const isLeftOut = value === null && !(name in ours)
      findings.use('nulls', isLeftOut)
      return isLeftOut ? [] : [[name, inside(value, ours[name], findings)]]
    }),
  )
}

function inside(theirs: unknown, ours: unknown, findings: Findings): unknown {
  if (Array.isArray(theirs)) return theirs.map((one, at) => inside(one, toList(ours)[at], findings))
  return isObject(theirs) ? withoutNulls(theirs, toObject(ours), findings) : theirs
}
