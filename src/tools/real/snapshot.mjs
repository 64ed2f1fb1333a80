import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files that a server at rest writes for itself: locks, leases, logs, its key store, its database's companions. */
const OF_THE_SERVER =
  /(?:^|\/)(?:\.eventlog\.lock|\.owner_lease\.lock|owner_lease\.json|[^/]*\.log|\.keys|[^/]*\.db-(?:wal|shm|journal))$/

/**
 * Every file and folder below this one: its time, size and content.
 * @param {string} folder
 * @returns {Map<string, string>} by path
 */
export function takeSnapshot(folder) {
  /** @type {Map<string, string>} */
  const found = new Map()
  /** @param {string} inside */
  const look = (inside) => {
    for (const name of readdirSync(join(folder, inside))) {
      const path = join(inside, name)
      const stat = lstatSync(join(folder, path), { bigint: true })
      if (OF_THE_SERVER.test(path)) continue
      if (stat.isDirectory()) {
        found.set(path, 'folder')
        look(path)
      } else if (stat.isFile()) {
        const content = createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')
        found.set(path, `${stat.mtimeNs} ${stat.size} ${content}`)
      }
    }
  }
  look('')
  return found
}

/**
 * What differs between two of them.
 * @param {Map<string, string>} before
 * @param {Map<string, string>} after
 * @returns {string[]}
 */
export function changesBetween(before, after) {
  const gone = [...before.keys()].filter((path) => !after.has(path)).map((path) => `${path} has gone`)
  const come = [...after.keys()].filter((path) => !before.has(path)).map((path) => `${path} is new`)
  const changed = [...before].filter(([path, state]) => after.has(path) && after.get(path) !== state)
  return [...gone, ...come, ...changed.map(([path]) => `${path} has changed`)]
}
