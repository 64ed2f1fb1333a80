import { diffTexts, type FileDiff } from './event-diff.ts'
import { toPages } from './event-fold.ts'
import { terminalPages } from './event-terminal.ts'

/** What takes longer than a frame may for a large event; each a function of values that can be sent to a worker. */
export const EVENT_TASKS = { compareTexts, terminalPages, toPages }

/** In an object of its own: null is what is not known yet. */
function compareTexts(...texts: Parameters<typeof diffTexts>): { readonly diff: FileDiff | null } {
  return { diff: diffTexts(...texts) }
}

export type EventTasks = typeof EVENT_TASKS
export type EventTask = keyof EventTasks

/** A task on its way to the worker. */
export interface TaskRequest {
  readonly id: number
  readonly task: EventTask
  readonly input: readonly unknown[]
}

/** What came of it; `failure` is why nothing did. */
export type TaskReply = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: string })

/** Carries a task out, here and now. */
export function carryOut({ id, task, input }: TaskRequest): TaskReply {
  try {
    // The sender's types say what a task takes; a message between threads has none.
    const run = EVENT_TASKS[task] as (...given: readonly unknown[]) => unknown
    return { id, result: run(...input) }
  } catch (error) {
    return { id, failure: String(error) }
  }
}
