import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { LAYOUTS } from './layouts.mjs'

/**
 * A thread's share of the planting: every `threads`th conversation from `first` on.
 * @typedef {{ directory: string, layout: string, size: import('./conversation.mjs').Size, first: number, threads: number }} Share
 */

/**
 * Writes conversations in a layout of `LAYOUTS`: the same every time for the same numbers. As many threads write as there are cores,
 * because making files is what takes long.
 * @param {string} directory made where it is not there
 * @param {string} layout
 * @param {import('./conversation.mjs').Size} size
 */
export async function plantDirectory(directory, layout, size) {
  mkdirSync(directory, { recursive: true })
  const threads = availableParallelism()
  const shares = Array.from({ length: threads }, (_, first) => ({ directory, layout, size, first, threads }))
  await Promise.all(shares.map(plantShare))
  LAYOUTS[layout]?.finish?.(directory, size)
}

/** @param {Share} share @returns {Promise<void>} */
function plantShare(share) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('plant-worker.mjs', import.meta.url), { workerData: share })
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
}
