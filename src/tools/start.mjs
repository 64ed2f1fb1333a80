// `npm start`: builds what is not built, then becomes the server: the same process, so that exit codes and signals are
// the server's own.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isBuilt, root } from './stamp.mjs'

/** @returns {Promise<number>} the exit code of the build */
function build() {
  console.error('Building Lookout; this is needed once and takes some seconds.')
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'src/tools/build.mjs'), '--quiet'], { stdio: 'inherit' })
    const end = () => child.kill('SIGTERM')
    process.on('SIGINT', end).on('SIGTERM', end)
    child.on('close', (code) => {
      process.off('SIGINT', end).off('SIGTERM', end)
      resolve(code ?? 1)
    })
  })
}

const code = isBuilt() ? 0 : await build()
if (code === 0) {
  const cli = join(root, 'dist/server/cli.js')
  process.argv[1] = cli
  await import(pathToFileURL(cli).href)
} else {
  process.exitCode = code
}
