// `npm test`: all checks, then the tests of src/ and those in the browser, on a build as it ships. The last line sums
// the tests; a check or a runner that fails as a whole counts as one failure.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './stamp.mjs'

/** @typedef {{passed: number, failed: number}} Tally */

/**
 * @param {string} script
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {boolean} whether it exited with 0
 */
function run(script, args = [], env = {}) {
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit' })
  return (
    spawnSync(process.execPath, [join(root, script), ...args], { ...options, env: { ...process.env, ...env } })
      .status === 0
  )
}

/**
 * @param {boolean} succeeded what the runner's exit code says
 * @param {() => Tally} read its report
 * @returns {Tally} never without a failure where the runner failed
 */
function tally(succeeded, read) {
  try {
    const { passed, failed } = read()
    return { passed, failed: succeeded ? failed : Math.max(failed, 1) }
  } catch (error) {
    console.error('The report of this run cannot be read:', error)
    return { passed: 0, failed: 1 }
  }
}

const reports = mkdtempSync(join(tmpdir(), 'lookout-test-'))
/** @param {string} name */
const report = (name) => JSON.parse(readFileSync(join(reports, name), 'utf8'))

/** @type {Tally[]} */
const tallies = [{ passed: 0, failed: run('src/tools/check.mjs') ? 0 : 1 }]

const unit = run('node_modules/vitest/vitest.mjs', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, 'unit.json')}`,
])
tallies.push(
  tally(unit, () => {
    const { numPassedTests: passed, numFailedTests: failed } = report('unit.json')
    return { passed, failed }
  }),
)

const browser = run('node_modules/playwright/cli.js', ['test', '--reporter=list,json'], {
  PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'browser.json'),
})
tallies.push(
  tally(browser, () => {
    const { expected, flaky, unexpected } = report('browser.json').stats
    return { passed: expected + flaky, failed: unexpected }
  }),
)
rmSync(reports, { recursive: true })

const passed = tallies.reduce((sum, one) => sum + one.passed, 0)
const failed = tallies.reduce((sum, one) => sum + one.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
