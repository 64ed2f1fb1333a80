// `npm run dev [-- SOURCE ...]`: the app with hot reload, and behind it the server, rebuilt and restarted on change.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from './stamp.mjs'

/** @returns {Promise<number>} a port that was free a moment ago */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port to be had')
  return address.port
}

const port = await freePort()
// Read by vite.config.ts, therefore set before Vite is loaded.
process.env['LOOKOUT_DEV_SERVER'] = `http://127.0.0.1:${port}`
const { build, createServer: createViteServer } = await import('vite')

/** @type {import('node:child_process').ChildProcess | undefined} */
let server
/** Restarts follow each other: the old server holds the index's lock until it is gone. */
let restarts = Promise.resolve()

async function stopServer() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
}

async function restart() {
  await stopServer()
  const args = [join(root, 'dist/dev/cli.js'), '--port', String(port), ...process.argv.slice(2)]
  server = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
}

const app = await createViteServer({ root })
await app.listen()
app.printUrls()

const watcher = await build({
  root,
  logLevel: 'warn',
  build: { ssr: true, outDir: 'dist/dev', emptyOutDir: true, watch: {} },
})
if (Array.isArray(watcher) || !('on' in watcher)) throw new Error('Vite did not start to watch')
watcher.on('event', (event) => {
  if (event.code === 'ERROR') console.error(event.error.message)
  if (event.code === 'END') restarts = restarts.then(restart)
})

// Vite ends the process on a signal as soon as it has closed its own server; ours must not stay behind.
process.on('exit', () => server?.kill('SIGTERM'))
const stop = async () => {
  await Promise.all([watcher.close(), app.close(), restarts.then(stopServer)])
  process.exit(0)
}
process.once('SIGINT', () => void stop())
process.once('SIGTERM', () => void stop())
