import { toSimpleKind } from '../contract/kinds.ts'
import { toEventText, toMessageText } from './event-text.ts'
import { headlineOf } from './headline.ts'
import { replaceNul, toFilledText, toFiniteNumber, toJsonObject, toText } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import type { EventPlace, EventRecord } from './source.ts'
import { parseStatedTime } from './stated-time.ts'

/** Kinds that answer an action; a hook names one too, but answers nothing. */
const ANSWERS = new Set(['ObservationEvent', 'UserRejectObservation', 'AgentErrorEvent'])
const ERRORS = new Set(['AgentErrorEvent', 'ConversationErrorEvent'])

/** The event's own id; null where it has none, or one of more than 200 characters. */
export function eventIdOf(event: JsonObject): string | null {
  const id = toText(event['id'])
  return id === null || id === '' || id.length > 200 ? null : replaceNul(id)
}

/**
 * Reads one event of the Agent Server family (Agent Server, CLI, SDK, V1): schema of `openhands.sdk.event`. Every field has its
 * type checked; a field of a wrong type is as good as absent. An event without a kind is an `UnknownEvent`. Never throws.
 */
export function toEventRecord(event: JsonObject, place: EventPlace, sizeBytes: number): EventRecord {
  const nativeKind = toFilledText(event['kind'])
  const kind = nativeKind === null ? 'UnknownEvent' : toSimpleKind(nativeKind)
  const source = toFilledText(event['source'])
  const observation = toJsonObject(event['observation'])
  return {
    seq: place.seq,
    id: place.id,
    locator: place.locator,
    time: parseStatedTime(event['timestamp']),
    kind,
    nativeKind: nativeKind === kind ? null : nativeKind,
    source,
    toolName:
      toFilledText(event['tool_name']) ?? (kind === 'ACPToolCallEvent' ? toFilledText(event['tool_kind']) : null),
    isError: ERRORS.has(kind) || (kind === 'ACPToolCallEvent' ? event : observation)?.['is_error'] === true,
    exitCode: observation === null ? null : exitCodeOf(observation),
    sizeBytes,
    headline: headlineOf(event, kind),
    actionId: ANSWERS.has(kind) ? toFilledText(event['action_id']) : null,
    toolCallId: toFilledText(event['tool_call_id']),
    llmResponseId: toFilledText(event['llm_response_id']),
    parentId: toFilledText(event['parent_id']),
    isUserMessage: kind === 'MessageEvent' && (source ?? roleOf(event)) === 'user',
    text: toEventText(event, kind),
    messageText: kind === 'MessageEvent' ? toMessageText(event) : null,
    retry: false,
  }
}

/** An event whose file says nothing: it keeps its place, and is counted and named. `reason` is a word or two: `empty`. */
export function toUnreadableEvent(
  place: EventPlace,
  fileName: string,
  reason: string,
  sizeBytes: number,
  retry: boolean,
): EventRecord {
  return {
    ...place,
    time: null,
    kind: 'UnreadableEvent',
    nativeKind: null,
    source: null,
    toolName: null,
    isError: false,
    exitCode: null,
    sizeBytes,
    headline: `${fileName}: ${reason}`.slice(0, 200),
    actionId: null,
    toolCallId: null,
    llmResponseId: null,
    parentId: null,
    isUserMessage: false,
    text: null,
    messageText: null,
    retry,
  }
}

function exitCodeOf(observation: JsonObject): number | null {
  const code =
    toFiniteNumber(observation['exit_code']) ?? toFiniteNumber(toJsonObject(observation['metadata'])?.['exit_code'])
  return Number.isInteger(code) ? code : null
}

function roleOf(event: JsonObject): string | null {
  return toText(toJsonObject(event['llm_message'])?.['role'])
}
