// Real OpenHands servers to run against: started by the scripts beside a checkout, or running already.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../stamp.mjs'

/**
 * @typedef {object} RealServer
 * @property {string} name
 * @property {string} url
 * @property {string | undefined} key
 * @property {string} folder where its files lie, as this process sees it
 * @property {() => Promise<void>} stop
 */

const SCRIPTS = join(root, '..', 'shared', 'real')

/** How to start each, by name. @type {Record<string, (port: number) => {script: string, args: string[], files: string, plant?: [from: string, to: string]}>} */
const STARTS = {
  'agent-server-1.58.0': (port) => agentServer('1.58.0', port),
  'agent-server-1.11.4': (port) => agentServer('1.11.4', port),
  'app-server-v1': (port) => appServer('v1', port),
  'app-server-v0': (port) => appServer('v0', port),
}
/** Names of all that can be started. */
export const NAMES = Object.keys(STARTS)

/** @param {string} version @param {number} port */
function agentServer(version, port) {
  const dir = `/srv/openhands/lookout-${version}/conversations`
  const plant = /** @type {[string, string]} */ ([join(SCRIPTS, 'agent-server', version, 'conversations'), dir])
  return { script: 'start-agent-server', args: [version, '--port', String(port), '--dir', dir], files: dir, plant }
}

/** @param {string} version @param {number} port */
function appServer(version, port) {
  const dir = `/srv/openhands/lookout-${version}`
  const args = [version, '--port', String(port), '--dir', dir, '--recorded']
  return { script: 'start-app-server', args, files: join(dir, 'data') }
}

/** Whether the scripts are there. */
export function hasScripts() {
  return existsSync(join(SCRIPTS, 'inside'))
}

/**
 * Starts one on a fresh copy of its recording; resolves when it answers.
 * @param {string} name one of NAMES
 * @param {number} port
 * @returns {Promise<RealServer>}
 */
export async function startReal(name, port) {
  const start = STARTS[name]
  if (start === undefined) throw new Error(`There is no ${name}: there are ${NAMES.join(', ')}`)
  const { script, args, files, plant } = start(port)
  const folder = spawnSync(join(SCRIPTS, 'inside'), ['--path', files], { encoding: 'utf8' }).stdout.trim()
  if (plant !== undefined) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    cpSync(plant[0], folder, { recursive: true, preserveTimestamps: true })
  }
  const child = spawn(join(SCRIPTS, script), args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = await new Promise((/** @type {(url: string) => void} */ resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const found = /(http:\/\/[\d.]+:\d+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it answered: ${output}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { name, url, key: undefined, folder, stop }
}

/**
 * Servers that run already, of REAL_SERVERS: `NAME=URL=FOLDER`, several with commas between; a key as the variable that Lookout takes
 * it from. They are not stopped.
 * @param {string} text
 * @returns {RealServer[]}
 */
export function parseServers(text) {
  return text.split(',').map((one) => {
    const [name = '', url = '', folder = ''] = one.split('=')
    if (!url.startsWith('http') || !existsSync(folder))
      throw new Error(`REAL_SERVERS wants NAME=URL=FOLDER, and ${one} is none`)
    const variable = `LOOKOUT_KEY_${new URL(url).host.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`
    return { name, url, key: process.env[variable], folder, stop: () => Promise.resolve() }
  })
}
