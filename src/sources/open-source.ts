import { statSync } from 'node:fs'
import { openDirectory } from './agent-server-directory.ts'
import type { DirectoryOptions } from './agent-server-directory.ts'
import type { Source } from './source.ts'
import { openTrajectory, trajectoryDialect } from './trajectory/trajectory-source.ts'
import { isV0Directory } from './v0/v0-detect.ts'
import { openV0Directory } from './v0/v0-directory.ts'
import { isV0Trajectory } from './v0/v0-trajectory-file.ts'
import { openV0Trajectory } from './v0/v0-trajectory.ts'
import type { OpenDatabase } from './v1/v1-database.ts'
import { openV1Directory } from './v1/v1-directory.ts'
import { isV1Store } from './v1/v1-place.ts'

/** How to open any place that `detectDirectory` knows. */
export interface SourceOptions extends DirectoryOptions {
  /** Opens a copied database; SQLite itself belongs to the index. */
  readonly openDatabase: OpenDatabase
}

/**
 * Opens a place by what lies in it.
 * @throws SourceError where it is none that Lookout can read.
 */
export function openSource({ openDatabase, ...options }: SourceOptions): Source {
  const isFile = statSync(options.path, { throwIfNoEntry: false })?.isFile() === true
  if (isFile && trajectoryDialect(options.path) !== null) return openTrajectory(options)
  if (isFile && isV0Trajectory(options.path)) return openV0Trajectory(options)
  if (isV1Store(options.path)) return openV1Directory({ ...options, openDatabase })
  if (isV0Directory(options.path)) return openV0Directory(options)
  return openDirectory(options)
}
