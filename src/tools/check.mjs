// `npm run check`: every check that is no test, each to its end, so that one run tells all that is wrong.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './stamp.mjs'

/** @type {[name: string, script: string, ...args: string[]][]} */
const steps = [
  ['contract up to date', 'src/tools/generate.mjs', '--check'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  ['reasons for what is not linted', 'src/tools/switch-offs.mjs'],
  ['format', 'node_modules/oxfmt/bin/oxfmt', '--check'],
  ['dead code', 'node_modules/knip/bin/knip.js'],
  ['build', 'src/tools/build.mjs', '--if-needed', '--quiet'],
  ['first page within its budget', 'src/tools/budget.mjs'],
]

const failed = steps.filter(([name, script, ...args]) => {
  console.log(`check: ${name}`)
  return spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status !== 0
})
console.log(
  failed.length === 0
    ? `check: all ${steps.length} hold`
    : `check: ${failed.length} of ${steps.length} failed: ${failed.map(([name]) => name).join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
