import { carryOut, type TaskRequest } from './event-tasks.ts'

// A worker of its own: what it is sent was sent by off-thread.ts.
addEventListener('message', ({ data }: MessageEvent<TaskRequest>) => postMessage(carryOut(data)))
