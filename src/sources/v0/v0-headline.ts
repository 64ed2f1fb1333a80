import { isJsonObject, toFilledText, toFiniteNumber, toJsonObject, toList, toText } from '../json-value.ts'
import type { JsonObject } from '../json-value.ts'
import { firstLine, toHeadline } from '../plain-text.ts'
import { redactText } from '../redact.ts'
import { toolHeadline } from '../tool-headline.ts'
import { contentOf } from './v0-kind.ts'
import type { V0Kind } from './v0-kind.ts'

type Headline = (fields: JsonObject) => string | null

const OF_ACTION: Readonly<Record<string, Headline>> = {
  message: messageHeadline,
  system: (args) => line(args['content']),
  run: (args) => toolHeadline(args, 'terminal'),
  run_ipython: (args) => line(args['code']),
  read: (args) => `read ${pathOf(args)}`,
  write: (args) => `write ${pathOf(args)}`,
  edit: editHeadline,
  browse: (args) => line(args['url']),
  browse_interactive: (args) => line(args['browser_actions']),
  call_tool_mcp: (args) => toolHeadline(toJsonObject(args['arguments']) ?? {}, null) ?? line(args['name']),
  delegate: (args) => sentence(line(args['agent']), tellingLine(args['inputs'])),
  think: (args) => line(args['thought']),
  finish: (args) => line(args['final_thought']) ?? tellingLine(args['outputs']),
  reject: (args) => line(toJsonObject(args['outputs'])?.['reason']),
  recall: (args) => sentence(line(args['recall_type'])?.replaceAll('_', ' ') ?? null, line(args['query'])),
  condensation: condensationHeadline,
  condensation_request: () => 'condensation requested',
  task_tracking: (args) => toolHeadline(args, 'task_tracker'),
  change_agent_state: stateHeadline,
  pause: () => 'paused by the user',
  stop: () => 'stopped by the user',
  null: () => null,
}

const OF_OBSERVATION: Readonly<Record<string, Headline>> = {
  agent_state_changed: stateHeadline,
  browse: (extras) => line(extras['last_browser_action_error']) ?? line(extras['url']),
  delegate: (extras) => tellingLine(extras['outputs']),
  download: (extras) => line(extras['file_path']),
  null: () => null,
}

/** What a V0 event says, in one line of at most 200 characters; null where it says nothing. */
export function v0Headline(event: JsonObject, kind: V0Kind): string | null {
  const said = kind.role === 'action' ? actionHeadline(kind) : observationHeadline(event, kind)
  return toHeadline(said === null ? null : redactText(said))
}

function actionHeadline({ word, fields }: V0Kind): string | null {
  const known = ofWord(OF_ACTION, word)
  return (known === undefined ? tellingLine(fields) : known(fields)) ?? line(fields['thought'])
}

function observationHeadline(event: JsonObject, kind: V0Kind): string | null {
  const content = line(contentOf(event, kind))
  if (kind.kind === 'UserRejectObservation') return sentence('rejected by user', content)
  if (kind.kind === 'Condensation') return sentence('condensed', content)
  const known = ofWord(OF_OBSERVATION, kind.word)
  return content ?? (known === undefined ? line(event['message']) : known(kind.fields))
}

function ofWord(headlines: Readonly<Record<string, Headline>>, word: string): Headline | undefined {
  return Object.hasOwn(headlines, word) ? headlines[word] : undefined
}

function line(value: unknown): string | null {
  return firstLine(toText(value))
}

function tellingLine(value: unknown): string | null {
  return isJsonObject(value) ? toolHeadline(value, null) : line(value)
}

function sentence(subject: string | null, detail: string | null): string | null {
  return subject === null || detail === null ? (subject ?? detail) : `${subject}: ${detail}`
}

function pathOf(args: JsonObject): string {
  return toFilledText(args['path']) ?? '(no path)'
}

function messageHeadline(args: JsonObject): string | null {
  const said = line(args['content'])
  if (said !== null) return said
  if (toList(args['image_urls']).length > 0) return '[image]'
  return line(toList(args['file_urls'])[0])
}

/** Servers before the editor tool state no command: they wrote the new content over some lines. */
function editHeadline(args: JsonObject): string | null {
  const hasCommand = toFilledText(args['command']) !== null
  return hasCommand ? toolHeadline(args, 'file_editor') : `edit ${pathOf(args)}`
}

function stateHeadline(fields: JsonObject): string | null {
  const state = line(fields['agent_state'])
  return sentence(state === null ? null : `agent_state: ${state}`, line(fields['reason']))
}

function condensationHeadline(args: JsonObject): string | null {
  const start = toFiniteNumber(args['forgotten_events_start_id'])
  const end = toFiniteNumber(args['forgotten_events_end_id'])
  const count = start === null || end === null ? toList(args['forgotten_event_ids']).length : end - start + 1
  return sentence(`condensed ${count} events`, line(args['summary']))
}
