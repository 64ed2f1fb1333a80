// Says whether `dist/` was built from the sources as they are now.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, with a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const stampFile = join(root, 'dist/stamp')
const outputs = ['dist/web/index.html', 'dist/server/cli.js']
const inputs = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']

/**
 * @param {string} path
 * @returns {string[]} the path itself and all below it that goes into a build
 */
function walk(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !/\.test\.tsx?$/.test(name))
    .flatMap((entry) => (entry.isDirectory() ? walk(join(path, entry.name)) : [join(path, entry.name)]))
}

/**
 * What `dist/` would be stamped with if it were built now: a digest of every file's path, size and time, so that a file which is
 * renamed, or replaced by an older one, counts too.
 * @param {string} [folder] of package.json; given in tests
 */
export function currentStamp(folder = root) {
  const digest = createHash('sha256')
  for (const file of inputs.flatMap((input) => walk(join(folder, input)))) {
    const { size, mtimeMs } = statSync(file)
    digest.update(`${relative(folder, file)} ${size} ${mtimeMs}\n`)
  }
  return `${digest.digest('hex')}\n`
}

/** @param {string} stamp taken before the build began, so that an edit during it is not lost */
export function writeStamp(stamp) {
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}

/** Whether `dist/` is there and as new as its sources. */
export function isBuilt() {
  try {
    return outputs.every((file) => existsSync(join(root, file))) && readFileSync(stampFile, 'utf8') === currentStamp()
  } catch {
    return false
  }
}
