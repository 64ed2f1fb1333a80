// `npm run build`: the app into dist/web, compressed beside itself, and the server with its workers into dist/server.
// `--if-needed` does nothing where dist/ is up to date; `--quiet` prints only what went wrong.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { currentStamp, isBuilt, root, writeStamp } from './stamp.mjs'

const quiet = process.argv.includes('--quiet')

/**
 * @param {string[]} args of vite
 * @returns {Promise<void>} rejects when vite fails, after printing what it said
 */
function vite(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...args], { cwd: root })
    /** @type {Buffer[]} */
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0 || !quiet) process.stderr.write(Buffer.concat(output))
      if (code === 0) resolve()
      else reject(new Error(`vite ${args.join(' ')} failed`))
    })
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => child.kill(signal))
  })
}

/** Writes `.br` and `.gz` beside every text file that is worth it; the server sends those as they are. */
function precompress() {
  const folder = join(root, 'dist/web')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|json)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const content = readFileSync(path)
    if (content.length < 1000) continue
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
    writeFileSync(`${path}.br`, brotliCompressSync(content, brotli))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}

if (!process.argv.includes('--if-needed') || !isBuilt()) {
  const stamp = currentStamp()
  rmSync(join(root, 'dist/stamp'), { force: true })
  const outcomes = await Promise.allSettled([vite('build'), vite('build', '--ssr')])
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) {
    console.error(failure.reason instanceof Error ? failure.reason.message : failure.reason)
    process.exitCode = 1
  } else {
    precompress()
    writeStamp(stamp)
  }
}
