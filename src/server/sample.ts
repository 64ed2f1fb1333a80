import { join } from 'node:path'
import { applyTimes } from '../sources/fixture-times.ts'
import type { NamedSource } from './config-sources.ts'

/** What each family of servers wrote; the names tell the three apart in `/api/sources` and beside a conversation. */
const RECORDINGS = [
  { folder: 'agent-server-1.58.0', name: 'Sample: Agent Server' },
  { folder: 'app-server-v0', name: 'Sample: app server V0' },
  { folder: 'app-server-v1', name: 'Sample: app server V1' },
]
/** The servers were recorded there. */
const ZONE = 'UTC'

/** The bundled sample as sources. `fixtures` is the folder that the recordings ship in. */
export function bundledSample(fixtures: string): readonly NamedSource[] {
  return RECORDINGS.map(({ folder, name }) => ({ path: join(fixtures, folder), name, timezone: ZONE }))
}

/**
 * Gives the files of the sample their own times, because git keeps none and whether a conversation still runs is judged by them. Best
 * effort. @throws where `times.json` cannot be read
 */
export async function restoreSampleTimes(fixtures: string): Promise<void> {
  await Promise.all(RECORDINGS.map(({ folder }) => applyTimes(join(fixtures, folder), join(fixtures, 'times.json'))))
}
