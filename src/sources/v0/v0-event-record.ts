import type { JsonObject } from '../json-value.ts'
import { toFilledText, toFiniteNumber, toJsonObject } from '../json-value.ts'
import type { EventPlace, EventRecord } from '../source.ts'
import { parseStatedTime } from '../stated-time.ts'
import { toV0EventText, toV0MessageText } from './v0-event-text.ts'
import { v0Headline } from './v0-headline.ts'
import { toolOfAction, toV0Kind } from './v0-kind.ts'
import type { V0Kind } from './v0-kind.ts'

const ANSWERS = new Set(['ObservationEvent', 'UserRejectObservation', 'AgentErrorEvent'])

/** The tool of the action with this number; null where it called none or cannot be read. */
export type ToolOf = (seq: number) => string | null

/**
 * Reads one V0 event (OpenHands `openhands/events/serialization/event.py`). Every field has its type checked; a field of a wrong type is
 * as good as absent. An event that is neither action nor observation is an `UnknownEvent`. Never throws.
 */
export function toV0EventRecord(event: JsonObject, place: EventPlace, sizeBytes: number, toolOf: ToolOf): EventRecord {
  const kind = toV0Kind(event)
  const source = toFilledText(event['source'])
  const call = toJsonObject(event['tool_call_metadata'])
  const cause = ANSWERS.has(kind.kind) ? causeOf(event) : null
  return {
    seq: place.seq,
    id: place.id,
    locator: place.locator,
    time: parseStatedTime(event['timestamp']),
    kind: kind.kind,
    nativeKind: kind.nativeKind,
    source,
    toolName: kind.role === 'action' ? toolOfAction(event) : answeredTool(kind, cause, toolOf),
    // An observation says of itself that it failed in no other way; `success` is only an exit code of 0.
    isError: kind.kind === 'AgentErrorEvent',
    exitCode: kind.kind === 'ObservationEvent' ? exitCodeOf(kind.fields) : null,
    sizeBytes,
    headline: v0Headline(event, kind),
    actionId: cause === null ? null : String(cause),
    toolCallId: toFilledText(call?.['tool_call_id']),
    llmResponseId: kind.role === 'action' ? toFilledText(toJsonObject(call?.['model_response'])?.['id']) : null,
    parentId: null,
    isUserMessage: kind.kind === 'MessageEvent' && source === 'user',
    text: toV0EventText(event, kind),
    messageText: toV0MessageText(event, kind),
    retry: false,
  }
}

function causeOf(event: JsonObject): number | null {
  const cause = toFiniteNumber(event['cause'])
  return cause !== null && Number.isSafeInteger(cause) && cause >= 0 ? cause : null
}

function answeredTool({ kind, word }: V0Kind, cause: number | null, toolOf: ToolOf): string | null {
  const tool = cause === null ? null : toolOf(cause)
  return tool ?? (kind === 'ObservationEvent' ? word : null)
}

/** Older servers wrote the code beside the other extras. */
function exitCodeOf(extras: JsonObject): number | null {
  const metadata = toJsonObject(extras['metadata'])
  const code = toFiniteNumber(metadata?.['exit_code']) ?? toFiniteNumber(extras['exit_code'])
  return Number.isInteger(code) ? code : null
}
