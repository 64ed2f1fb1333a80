import { openDirectory } from './agent-server-directory.ts'
import type { DirectoryOptions } from './agent-server-directory.ts'
import type { Source } from './source.ts'
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
  if (isV1Store(options.path)) return openV1Directory({ ...options, openDatabase })
  return openDirectory(options)
}
