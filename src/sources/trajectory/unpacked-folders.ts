import { rmSync } from 'node:fs'
import { makeTemporaryFolder } from '../temporary-folders.ts'

const folders = new Set<string>()
let isAwaitingExit = false

/** Makes a folder to unpack to; it goes with the process at the latest. One listener does for all: there may be 1,000 trajectories. */
export function makeUnpackedFolder(parent: string): string {
  const folder = makeTemporaryFolder('trajectory', parent)
  folders.add(folder)
  if (!isAwaitingExit) process.once('exit', () => folders.forEach(removeUnpackedFolder))
  isAwaitingExit = true
  return folder
}

/** Removes such a folder with all that is in it. */
export function removeUnpackedFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
}
