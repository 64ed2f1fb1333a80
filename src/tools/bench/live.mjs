import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { cpuMs } from './process-figures.mjs'
import { spread } from './spread.mjs'

const ROUNDS = 20
/** From one event to the next: as an agent works, and long enough for what an event sets off to be over. */
const PAUSE_MS = 1_500
const POLL_MS = 5

/**
 * Writes events of one conversation, one after the other, and tells how long each took to be counted and what the server spent on it. They
 * stay until `takeBack`.
 * @param {import('./server.mjs').Server} server
 * @param {string} directory
 * @param {(seq: number) => readonly [path: string, content: string]} eventAt
 * @param {{ id: string, eventCount: number }} conversation
 */
export async function writeEvents(server, directory, eventAt, { id, eventCount }) {
  const times = []
  /** @type {string[]} */
  const written = []
  const cpuBefore = cpuMs(server.pid)
  for (let round = 0; round < ROUNDS; round++) {
    const [path, content] = eventAt(eventCount + round)
    const begun = performance.now()
    writeFileSync(join(directory, path), content)
    written.push(join(directory, path))
    while ((await server.get(`/api/conversations/${id}`)).event_count <= eventCount + round) await setTimeout(POLL_MS)
    times.push(performance.now() - begun)
    await setTimeout(PAUSE_MS)
  }
  const cpu = (cpuMs(server.pid) - cpuBefore) / ROUNDS
  return {
    result: `${spread(times)}, ${cpu.toFixed(0)} CPU ms`,
    takeBack: () => written.forEach((path) => rmSync(path)),
  }
}
