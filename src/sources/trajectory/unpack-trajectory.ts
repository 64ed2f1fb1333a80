import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SourceError } from '../source.ts'
import type { TrajectoryPlan } from './trajectory-plan.ts'
import type { ZipFile } from './zip-file.ts'

const MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024

/**
 * Writes the files of a trajectory where they would lie on its server's disk, as of that time (UTC ms), for this user alone. A damaged entry
 * becomes an empty file: an event that cannot be read, at its place. @throws SourceError where they are too large
 */
export function unpackTrajectory(zip: ZipFile, { files }: TrajectoryPlan, folder: string, writtenAtMs: number): true {
  const totalBytes = [...files.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (totalBytes > MAX_UNPACKED_BYTES) throw new SourceError('A trajectory would unpack to more than 4 GB')
  for (const [name, entry] of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, zip.read(entry) ?? '', { mode: 0o600 })
    utimesSync(path, writtenAtMs / 1000, writtenAtMs / 1000)
  }
  return true
}
