import { formatTrigger } from '../../../contract/triggers.ts'
import { STATUS_LABELS, isStatus } from '../../../contract/statuses.ts'
import type { Conversation } from '../../query/conversations.ts'
import { formatDuration } from '../../lib/format.ts'
import type { AnyColumnId } from '../../lib/list-columns.ts'
import { withChoice, withoutPage, type ListSearch, type ValueKey } from '../../lib/list-search.ts'
import { NONE } from '../../lib/search-params.ts'

/** A value that stands in a cell, and what can be done with it. */
export interface CellValue {
  /** What kind of value it is: "Repository". */
  readonly name: string
  /** As people read it; "none" where there is none. */
  readonly shown: string
  /** What is copied; null where there is nothing to copy. */
  readonly text: string | null
  /** The list with this value alone, and without it; null where no filter knows it. */
  readonly only: ((search: ListSearch) => ListSearch) | null
  readonly without: ((search: ListSearch) => ListSearch) | null
}

/** What stands in the cell of a column; nothing where nobody knows. A repository may have its branch beside it. */
export function cellValues(row: Conversation, column: AnyColumnId): readonly CellValue[] {
  const { selected_repository: repository, selected_branch: branch, accumulated_token_usage: usage } = row
  const all: Readonly<Record<AnyColumnId, () => readonly (CellValue | null)[]>> = {
    status: () => [
      chosen('Status', 'status', row.status, isStatus(row.status) ? STATUS_LABELS[row.status] : row.status),
    ],
    title: () => [titleOf(row.title ?? row.first_message)],
    repository: () => [
      chosen('Repository', 'repo', repository),
      branch === null ? null : chosen('Branch', 'branch', branch),
    ],
    trigger: () => [
      chosen('Trigger', 'trigger', row.trigger, row.trigger === null ? undefined : formatTrigger(row.trigger)),
    ],
    model: () => [row.llm_model === null ? null : chosen('Model', 'model', row.llm_model)],
    parent: () => [chosen('Parent', 'parent', row.parent_conversation_id)],
    id: () => [plain('ID', row.id)],
    events: () => [plain('Events', row.event_count)],
    updated: () => [plain('Updated', row.updated_at)],
    created: () => [plain('Created', row.created_at)],
    duration: () => [row.duration_seconds === null ? null : plain('Duration', formatDuration(row.duration_seconds))],
    cost: () => [plain('Cost', row.accumulated_cost)],
    tokens: () => [usage === null ? null : plain('Tokens', usage.prompt_tokens + usage.completion_tokens)],
    pr: () => [row.pr_number.length === 0 ? null : plain('PR', row.pr_number.map((number) => `#${number}`).join(', '))],
    sandbox: () => [plain('Sandbox', row.sandbox_status)],
  }
  return all[column]().filter((value) => value !== null)
}

/** A value that is only copied. */
function plain(name: string, value: string | number | null): CellValue | null {
  if (value === null) return null
  return { name, shown: String(value), text: String(value), only: null, without: null }
}

/** A value of a key of the filters; null is "none". */
function chosen(name: string, key: ValueKey, value: string | null, shown = value ?? 'none'): CellValue {
  const word = value ?? NONE
  return {
    name,
    shown,
    text: value === null ? null : shown,
    only: (search) => withChoice(search, key, { include: [word], exclude: [] }),
    without: (search) => {
      const { include, exclude } = search.values[key]
      const others = include.filter((each) => each !== word)
      // Where others are asked for, this one is left out as soon as it is not.
      const next = others.length > 0 ? exclude : [...new Set([...exclude, word])]
      return withChoice(search, key, { include: others, exclude: next })
    },
  }
}

/** The title is searched as a text. */
function titleOf(title: string | null): CellValue | null {
  const trimmed = title?.trim() ?? ''
  if (title === null || trimmed === '') return null
  return {
    name: 'Title',
    shown: title,
    text: title,
    only: (search) => withoutPage({ ...search, title: trimmed, notTitle: '' }),
    without: (search) => withoutPage({ ...search, title: '', notTitle: trimmed }),
  }
}
