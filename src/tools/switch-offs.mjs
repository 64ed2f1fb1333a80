// Finds comments that switch the linter off without naming the rule and, behind two dashes, the reason.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './stamp.mjs'

const switchOff = /(?:\/\/|\/\*)\s*(?:oxlint|eslint)-disable\b/
const withReason = /-disable\S* [\w/-]+(?:, [\w/-]+)* -- \S.*\w/

const folder = resolve(process.argv[2] ?? root)
const files = ['src', 'e2e'].flatMap((top) =>
  readdirSync(join(folder, top), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !/(?:^|[\\/])(?:node_modules|fixtures)[\\/]/.test(path))
    .map((path) => join(top, path)),
)
const bare = files.flatMap((file) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .flatMap((line, at) =>
      switchOff.test(line) && !withReason.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [],
    ),
)
if (bare.length > 0) {
  console.error(`Name the rule, and say on the line why it is switched off (\`-- <why>\`):\n${bare.join('\n')}`)
  process.exitCode = 1
}
