import { readFile, stat, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Gives the files of a recorded folder of conversations the times at which they were written; git keeps none, and
 * whether a conversation can still be running is judged by them.
 *
 * Best effort: a folder that may not be written (a read-only install) keeps its times.
 * @param directory the folder of conversations; a copy has to say by `name` which recording it is
 * @param timesFile `times.json`: recording, then path inside it, then ISO time in UTC
 * @returns whether every file has its time now
 * @throws where `timesFile` itself cannot be read
 */
export async function applyTimes(directory: string, timesFile: string, name = basename(directory)): Promise<boolean> {
  const recordings = toRecordings(JSON.parse(await readFile(timesFile, 'utf8')))
  const outcomes = await Promise.allSettled(
    Object.entries(recordings[name] ?? {}).map(([path, time]) => setTime(join(directory, path), new Date(time))),
  )
  return outcomes.length > 0 && outcomes.every((outcome) => outcome.status === 'fulfilled')
}

/** Touches only what differs: every touch wakes whoever watches the folder. */
async function setTime(path: string, time: Date): Promise<void> {
  if ((await stat(path)).mtime.getTime() !== time.getTime()) await utimes(path, time, time)
}

function toRecordings(json: unknown): Readonly<Record<string, Readonly<Record<string, string>>>> {
  if (json === null || typeof json !== 'object') throw new Error('times.json is not an object')
  // Our own file, made by a tool of ours: its inner shape is not in doubt.
  return json as Readonly<Record<string, Readonly<Record<string, string>>>>
}
