import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { isKeyVariable } from '../sources/http/server-id.ts'
import { openBrowser } from './browser.ts'
import { readConfig } from './config.ts'
import { HELP, parseFlags } from './flags.ts'
import { startLookout, type Lookout } from './lookout.ts'
import { drawProgress, formatProgress } from './progress.ts'
import { bundledSample, restoreSampleTimes } from './sample.ts'
import { UsageError } from './usage-error.ts'

/** This file is built into `dist/server/`; what ships beside the build is two folders up. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const fixtures = join(root, 'e2e/fixtures')

/** Longest that an orderly end may take before the process ends anyway. */
const LAST_CALL_MS = 900

const say = (text: string) => process.stdout.write(`${text}\n`)
const complain = (text: string) => process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2))
  if (flags.help) return void say(HELP)
  if (flags.version) return void say(packageJson.version)
  const surrounding = { env: process.env, cwd: process.cwd(), home: homedir(), sample: bundledSample(fixtures) }
  const config = readConfig(flags, surrounding)
  // What we start, a browser say, need not know them.
  for (const name of Object.keys(process.env))
    if (name === 'LOOKOUT_TOKEN' || isKeyVariable(name)) delete process.env[name]
  for (const notice of config.notices) complain(notice)
  if (config.isSample) {
    await restoreSampleTimes(fixtures)
    say('No conversations found in the usual places: showing the bundled sample. Name a directory to see your own.')
  }
  const installation = {
    version: packageJson.version,
    pageDirectory: join(root, 'dist/web'),
    scripts: new URL('./', import.meta.url),
  }
  const lookout = await startLookout(config, installation, complain)
  for (const notice of lookout.index.notices) complain(notice)
  endOnSignals(lookout)
  say(`Lookout is at ${lookout.url}`)
  if (config.open) openBrowser(lookout.url, () => complain(`No browser could be opened: open ${lookout.url} yourself.`))
}

function endOnSignals(lookout: Lookout): void {
  const progress = process.stderr.isTTY
    ? drawProgress(
        async () => formatProgress((await lookout.index.sources()).items),
        (text) => process.stderr.write(text),
      )
    : null
  const end = (signal: NodeJS.Signals) => {
    progress?.stop()
    // The index survives a hard end: it is written in transactions. The signal itself ends it, now that nobody listens: `process.exit` would
    // stop threads inside of SQLite, whose binding then aborts with a report of a crash.
    setTimeout(() => process.kill(process.pid, signal), LAST_CALL_MS).unref()
    void lookout.close().then(() => process.exit(0))
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

try {
  await main()
} catch (fault) {
  if (!(fault instanceof UsageError)) throw fault
  complain(`lookout: ${fault.message}`)
  process.exitCode = 2
}
