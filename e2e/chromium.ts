import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright/test'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const isRoot = process.getuid?.() === 0

/** What Playwright itself turns off on Linux: of several such flags Chromium takes only the last, so that ours repeats them. */
const offForPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/**
 * Processes that no test uses, and that a full Chromium starts for each of them: the two pages behind the address bar of a window,
 * and a spare one for the next site. They took a fifth of the time of all browser tests.
 */
const offForUs = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess']

/** Flags for a browser that runs unwatched. Root has no sandbox to offer. */
export const chromiumArgs: readonly string[] = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...offForPlaywright, ...offForUs].join(',')}`,
]

/** Path of the browser to test in: `CHROMIUM_PATH`, the system's, Playwright's own; undefined where there is none. */
export function findChromium(): string | undefined {
  const chosen = process.env['CHROMIUM_PATH']
  return chosen || [...systemPaths, chromium.executablePath()].find((path) => existsSync(path))
}

/**
 * Installs a browser: Playwright's download, else Debian's package where we are root.
 * @throws with the command to run on this system, where neither is possible
 */
export function installChromium(): void {
  const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js')
  spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: 'inherit' })
  if (findChromium() !== undefined) return

  const hasApt = existsSync('/usr/bin/apt-get')
  if (hasApt && isRoot) {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' })
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (findChromium() !== undefined) return
  }
  const command = hasApt ? 'sudo apt-get install chromium' : 'npx playwright install chromium'
  throw new Error(`The browser tests need Chromium. Run \`${command}\`, or name one: CHROMIUM_PATH=/path/to/chromium`)
}
