import { addStrings, joinText } from '../event-text.ts'
import type { JsonObject } from '../json-value.ts'
import { contentOf } from './v0-kind.ts'
import type { V0Kind } from './v0-kind.ts'

// What no person would search for: pictures, page trees, settings, and the same words once more.
const MACHINERY = new Set([
  'screenshot',
  'screenshot_path',
  'set_of_marks',
  'dom_object',
  'axtree_object',
  'extra_element_properties',
  'runtime_hosts',
  'recall_type',
  'impl_source',
  'confirmation_state',
  'kernel_init_code',
  '_diff_cache',
])

/**
 * Everything that a search should find in a V0 event: content, thought, arguments, outputs, file contents, each on its own line; what
 * `addStrings` leaves out aside. The sentence `message` and the raw answer of the model repeat all of that and are left out. Null where
 * nothing is said.
 */
export function toV0EventText(event: JsonObject, kind: V0Kind): string | null {
  const found: string[] = []
  if (kind.role === null) addStrings(event, found)
  else {
    if (kind.role === 'observation') addStrings(event['content'], found)
    if (kind.kind === 'SystemPromptEvent') addStrings(contentOf(event, kind), found)
    else addStrings(withoutMachinery(kind.fields), found)
  }
  return joinText(found)
}

/** The text of a message alone; null for every other kind. */
export function toV0MessageText(event: JsonObject, kind: V0Kind): string | null {
  const content = kind.kind === 'MessageEvent' ? contentOf(event, kind) : null
  return content === null ? null : joinText([content])
}

function withoutMachinery(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !MACHINERY.has(key)))
}
