import { defineConfig } from 'playwright/test'
import { chromiumArgs, findChromium } from './e2e/chromium.ts'

// Undefined in the first process on a machine without a browser; the workers read this file after the set-up has
// installed one.
const executablePath = findChromium()

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // No video: Playwright would have to download an ffmpeg for it.
    // A trace without its film, which costs a sixth of the time of all tests: it has the page at each step as it was, and a failure
    // its picture.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: [...chromiumArgs] },
  },
})
