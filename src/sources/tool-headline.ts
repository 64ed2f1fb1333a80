import { isJsonObject, toFilledText, toJsonObject, toList, toText } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { firstLine } from './plain-text.ts'
import { isCredentialKey } from './redact.ts'

type Headline = (fields: JsonObject) => string | null

const OF_TOOL: Readonly<Record<string, Headline>> = {
  terminal: commandHeadline,
  execute_bash: commandHeadline,
  file_editor: editorHeadline,
  str_replace_editor: editorHeadline,
  planning_file_editor: editorHeadline,
  edit: (fields) => `edit ${pathOf(fields)} ${lineChange(fields['old_string'], fields['new_string'])}`,
  write_file: (fields) => `write ${pathOf(fields)}`,
  read_file: (fields) => `read ${pathOf(fields)}`,
  list_directory: (fields) => `list ${pathOf(fields)}`,
  task_tracker: planHeadline,
  think: (fields) => firstLine(toText(fields['thought'])),
  finish: (fields) => firstLine(toText(fields['message'])),
}

// The SDK names a tool twice; a client may give it another name, its action class stays.
const TOOL_OF_ACTION: Readonly<Record<string, string>> = {
  TerminalAction: 'terminal',
  ExecuteBashAction: 'terminal',
  FileEditorAction: 'file_editor',
  StrReplaceEditorAction: 'file_editor',
  PlanningFileEditorAction: 'file_editor',
  EditAction: 'edit',
  WriteFileAction: 'write_file',
  ReadFileAction: 'read_file',
  ListDirectoryAction: 'list_directory',
  TaskTrackerAction: 'task_tracker',
  ThinkAction: 'think',
  FinishAction: 'finish',
}

const TELLING_KEYS = [
  'command',
  'query',
  'pattern',
  'url',
  'path',
  'file_path',
  'dir_path',
  'question',
  'prompt',
  'description',
  'message',
  'thought',
  'title',
  'name',
  'script',
  'text',
  'patch',
  'reason',
  'content',
  'code',
]

/** The meaningful argument of a tool call: `$ npm test`, `edit a.ts +4 −2`, `plan: 1 of 3 done`; null where there is none. */
export function toolHeadline(fields: JsonObject, toolName: string | null): string | null {
  const ofAction = TOOL_OF_ACTION[toText(fields['kind']) ?? '']
  const tool = ofAction ?? toolName ?? ''
  const known = Object.hasOwn(OF_TOOL, tool) ? OF_TOOL[tool] : undefined
  return (known === undefined ? null : known(fields)) ?? tellingArgument(fields)
}

function commandHeadline(fields: JsonObject): string | null {
  const line = firstLine(toText(fields['command']))
  if (fields['reset'] === true) return '$ (terminal reset)'
  if (line === null) return fields['command'] === '' ? '$ (waits for output)' : null
  return fields['is_input'] === true ? `> ${line}` : `$ ${line}`
}

function pathOf(fields: JsonObject): string {
  return toFilledText(fields['path'] ?? fields['file_path'] ?? fields['dir_path']) ?? '(no path)'
}

function editorHeadline(fields: JsonObject): string | null {
  const command = toText(fields['command'])
  const path = pathOf(fields)
  if (command === 'str_replace') return `edit ${path} ${lineChange(fields['old_str'], fields['new_str'])}`
  if (command === 'insert') return `insert ${path} ${lineChange('', fields['new_str'])}`
  return command === null ? null : `${command.replace('undo_edit', 'undo')} ${path}`
}

/** Lines that come and go, the common ones at both ends aside: `+4 −2`. */
function lineChange(before: unknown, after: unknown): string {
  const old = linesOf(before)
  const now = linesOf(after)
  const shorter = Math.min(old.length, now.length)
  let head = 0
  while (head < shorter && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1
  return `+${now.length - head - tail} −${old.length - head - tail}`
}

function linesOf(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

function planHeadline(fields: JsonObject): string | null {
  if (fields['command'] === 'view') return 'view plan'
  const tasks = toList(fields['task_list'])
  const done = tasks.filter((task) => isJsonObject(task) && task['status'] === 'done').length
  return `plan: ${done} of ${tasks.length} done`
}

function tellingArgument(fields: JsonObject): string | null {
  const given = toJsonObject(fields['data']) ?? fields
  const keys = Object.keys(given).filter((key) => key !== 'kind' && key !== 'security_risk' && !isCredentialKey(key))
  const order = [...TELLING_KEYS.filter((key) => keys.includes(key)), ...keys]
  for (const key of order) {
    const line = firstLine(toText(given[key]))
    if (line !== null) return line
  }
  const plain = keys.find((key) => typeof given[key] === 'number' || typeof given[key] === 'boolean')
  return plain === undefined ? null : `${plain}: ${String(given[plain])}`
}
