import { useEffect, useState } from 'react'
import {
  EVENT_TASKS,
  type EventTask,
  type EventTasks,
  type TaskReply,
  type TaskRequest,
} from '../../lib/event-tasks.ts'

type Waiting = (reply: TaskReply | null) => void

let worker: Worker | null = null
let lastId = 0
const waiting = new Map<number, Waiting>()

/** One worker for the page, started with the first large event; null where there are none, or its code does not come. */
function theWorker(): Worker | null {
  if (worker !== null || typeof Worker === 'undefined') return worker
  worker = new Worker(new URL('../../lib/event-worker.ts', import.meta.url), { type: 'module', name: 'events' })
  worker.addEventListener('message', ({ data }: MessageEvent<TaskReply>) => settle(data.id, data))
  worker.addEventListener('error', () => {
    worker?.terminate()
    worker = null
    for (const id of waiting.keys()) settle(id, null)
  })
  return worker
}

function settle(id: number, reply: TaskReply | null): void {
  waiting.get(id)?.(reply)
  waiting.delete(id)
}

/** Sends a task away; where no worker carries it out it is carried out here. */
async function offThread<Task extends EventTask>(
  task: Task,
  input: Parameters<EventTasks[Task]>,
): Promise<ReturnType<EventTasks[Task]>> {
  const request: TaskRequest = { id: ++lastId, task, input }
  const reply = await new Promise<TaskReply | null>((resolve) => {
    const there = theWorker()
    if (there === null) return resolve(null)
    waiting.set(request.id, resolve)
    there.postMessage(request)
  })
  // The worker runs the very function that the name stands for.
  if (reply !== null && 'result' in reply) return reply.result as ReturnType<EventTasks[Task]>
  return here(task, input)
}

function here<Task extends EventTask>(task: Task, input: Parameters<EventTasks[Task]>): ReturnType<EventTasks[Task]> {
  // The compiler cannot follow that the name fixes both.
  const run = EVENT_TASKS[task] as unknown as (...given: Parameters<EventTasks[Task]>) => ReturnType<EventTasks[Task]>
  return run(...input)
}

/**
 * What comes of a task: at once where it is small, else from the worker, null until then. `input` counts by its values.
 */
export function useTask<Task extends EventTask>(
  task: Task,
  input: Parameters<EventTasks[Task]>,
  isLarge: boolean,
): ReturnType<EventTasks[Task]> | null {
  const [done, setDone] = useState<{
    readonly input: readonly unknown[]
    readonly result: ReturnType<EventTasks[Task]>
  } | null>(null)
  const isDone = done !== null && done.input.every((value, index) => value === input[index])
  // Speaks to the worker.
  useEffect(() => {
    if (!isLarge || isDone) return undefined
    let isWanted = true
    void offThread(task, input).then((result) => isWanted && setDone({ input, result }))
    return () => {
      isWanted = false
    }
    // oxlint-disable-next-line react/exhaustive-deps -- the list of inputs is another one each time; its values are what counts
  }, [task, isLarge, isDone, ...input])
  if (!isLarge) return here(task, input)
  return isDone ? done.result : null
}
