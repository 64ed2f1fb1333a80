/**
 * `npm run fuzz [-- --requests N] [--seed S] [--route ID]`: asks the API whatever may be asked and holds every answer to the contract.
 * Ends with exit code 1 where it found something.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { root } from './stamp.mjs'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    route: { type: 'string' },
  },
})
const order = { requests: Number(values.requests), seed: Number(values.seed), route: values.route ?? null }
if (!Number.isSafeInteger(order.requests) || !Number.isSafeInteger(order.seed)) {
  process.stderr.write('--requests and --seed take whole numbers.\n')
  process.exit(2)
}
/** @type {{ module: typeof import('./fuzz/command.ts') }} */
const { module } = await runnerImport(join(root, 'src/tools/fuzz/command.ts'), { configFile: false, root })
const findings = await module.fuzz(order, (line) => process.stdout.write(`${line}\n`))
process.exitCode = findings === 0 ? 0 : 1
