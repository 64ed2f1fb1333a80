import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findChromium, installChromium } from './chromium.ts'

/** Runs once before all browser tests: they need a browser and a build, and never skip for want of either. */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for one here
export default function prepare(): void {
  if (!existsSync(fileURLToPath(new URL('../dist/server/cli.js', import.meta.url)))) {
    throw new Error('There is no build to test: run `npm run build` first')
  }
  if (findChromium() === undefined) installChromium()
}
