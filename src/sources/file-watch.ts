import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'

const COALESCE_MS = 50

/**
 * Tells, at most once in 50 ms, that a file or one whose name starts alike (a database's journal) may have changed. Its folder is watched,
 * because such files come and go; where the system has no watches left, walks find what changed. Returns a function that ends it.
 */
export function watchFile(file: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let watcher: FSWatcher | undefined
  try {
    const opened = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name !== null && !name.startsWith(basename(file))) return
      timer ??= setTimeout(() => {
        timer = undefined
        changed()
      }, COALESCE_MS)
    })
    opened.on('error', () => opened.close())
    watcher = opened
  } catch {
    watcher = undefined // a walk finds what no watch tells
  }
  return () => {
    clearTimeout(timer)
    watcher?.close()
  }
}
