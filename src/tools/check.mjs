// `npm run check`: every check that is no test, each to its end, so that one run tells all that is wrong. Two at a time: most of
// them keep one processor busy.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './stamp.mjs'

/** @typedef {[name: string, script: string, ...args: string[]]} Step */

/**
 * Side by side, each with its steps in their order: the budget is that of the build before it.
 * @type {Step[][]}
 */
const lanes = [
  [
    ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
    ['build', 'src/tools/build.mjs', '--if-needed', '--quiet'],
    ['first page within its budget', 'src/tools/budget.mjs'],
  ],
  [
    ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
    ['contract up to date', 'src/tools/generate.mjs', '--check'],
    ['reasons for what is not linted', 'src/tools/switch-offs.mjs'],
    ['format', 'node_modules/oxfmt/bin/oxfmt', '--check'],
    ['dead code', 'node_modules/knip/bin/knip.js'],
  ],
]

/**
 * @param {Step} step
 * @returns {Promise<boolean>} whether it holds; what it said is printed in one piece
 */
function holds([name, script, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root })
    /** @type {Buffer[]} */
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('close', (code) => {
      console.log(`check: ${name}`)
      process.stdout.write(Buffer.concat(output))
      resolve(code === 0)
    })
  })
}

/**
 * @param {Step[]} steps
 * @returns {Promise<string[]>} the names of those that failed
 */
async function failuresOf(steps) {
  const failures = []
  // One after the other, that is what makes a lane.
  for (const step of steps) if (!(await holds(step))) failures.push(step[0])
  return failures
}

const failed = (await Promise.all(lanes.map(failuresOf))).flat()
const total = lanes.flat().length
console.log(
  failed.length === 0 ? `check: all ${total} hold` : `check: ${failed.length} of ${total} failed: ${failed.join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
