import { spawn } from 'node:child_process'

/** The program that opens an address in this system's browser. */
export function browserCommand(platform: NodeJS.Platform): readonly [command: string, ...args: string[]] {
  if (platform === 'darwin') return ['open']
  // `start` belongs to the shell; this does the same without one.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}

/** Opens an address of ours in the browser; `fail` hears of it where there is none. */
export function openBrowser(url: string, fail: () => void): void {
  const [command, ...args] = browserCommand(process.platform)
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', fail)
  child.unref()
}
