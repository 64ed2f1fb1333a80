import { statSync } from 'node:fs'
import { openDirectory } from './agent-server-directory.ts'
import type { DirectoryOptions } from './agent-server-directory.ts'
import { placeOf, trajectoryOf } from './find-places.ts'
import { openServer, type ServerOptions } from './http/open-server.ts'
import type { Source } from './source.ts'
import { openTrajectory } from './trajectory/trajectory-source.ts'
import { openV0Directory } from './v0/v0-directory.ts'
import { openV0Trajectory } from './v0/v0-trajectory.ts'
import type { OpenDatabase } from './v1/v1-database.ts'
import { openV1Directory } from './v1/v1-directory.ts'

/** How to open any place that `findPlaces` finds, or a server. */
export type SourceOptions = (DirectoryOptions | ServerOptions) & {
  /** Opens a copied database; SQLite itself belongs to the index. */
  readonly openDatabase: OpenDatabase
}

/**
 * Opens a place by what lies in it, a server by its URL.
 * @throws SourceError where it is none that Lookout can read.
 */
export function openSource({ openDatabase, ...options }: SourceOptions): Source {
  if ('url' in options) return openServer(options)
  const { path } = options
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true
  switch ((isFile ? trajectoryOf(path) : placeOf(path))?.dialect) {
    case 'agent-server-trajectory':
    case 'v1-trajectory':
      return openTrajectory(options)
    case 'v0-trajectory':
      return openV0Trajectory(options)
    case 'v1-directory':
      return openV1Directory({ ...options, openDatabase })
    case 'v0-directory':
      return openV0Directory(options)
    default:
      return openDirectory(options)
  }
}
