import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright/test'
import { runnerImport } from 'vite'
import { conversationAt } from '../planted/conversation.mjs'
import { plantDirectory } from '../planted/plant.mjs'
import { root } from '../stamp.mjs'
import { startServer } from './server.mjs'

const SIZES = [100, 10_000, 100_000]
const RUNS = 7
/** Conversations beside the long one, so that there is a list. */
const OTHERS = { conversations: 20, events: 20 }

/**
 * What one conversation's page took: times in ms, heap in bytes.
 * @typedef {Record<'header' | 'rows' | 'header4' | 'rows4' | 'jump' | 'filter' | 'longest' | 'drawn' | 'heap' | 'frame', number>} Figures
 */

/** @type {readonly (readonly [keyof Figures, string, (value: number) => string])[]} */
const LINES = [
  ['header', 'header, 1× CPU', ms],
  ['rows', 'first rows at the tail, 1× CPU', ms],
  ['header4', 'header, 4× slower CPU', ms],
  ['rows4', 'first rows at the tail, 4× slower CPU', ms],
  ['jump', 'jump into the middle', ms],
  ['filter', 'filter by kind', ms],
  ['frame', 'frame while scrolling, p95', ms],
  ['longest', 'longest task after the first rows', ms],
  ['drawn', 'rows in the document, most', String],
  ['heap', 'heap after scrolling through', (bytes) => `${(bytes / 1e6).toFixed(1)} MB`],
]

/**
 * Measures the page of a conversation in a browser, at three sizes, and prints medians of `RUNS` fresh contexts.
 * @param {(line: string) => void} print
 */
export async function benchDetail(print) {
  const columns = []
  for (const long of SIZES) columns.push(await measureSize(long))
  print(`${''.padEnd(40)}${SIZES.map((size) => String(size).padStart(12)).join('')}  of events`)
  for (const [name, label, format] of LINES) {
    print(label.padEnd(40) + columns.map((figures) => format(figures[name]).padStart(12)).join(''))
  }
}

/** @param {number} long @returns {Promise<Figures>} */
async function measureSize(long) {
  const scratch = mkdtempSync(join(tmpdir(), 'lookout-bench-'))
  const size = { ...OTHERS, long }
  const directory = join(scratch, 'planted')
  await plantDirectory(directory, 'agent-server', size)
  const server = await startServer(directory, join(scratch, 'cache'))
  try {
    await server.until(({ complete, text_index: text }) => complete && text.done === text.total)
    return await measureBrowser(`${server.url}conversations/${conversationAt(size.conversations, size).id}`, long)
  } finally {
    await server.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** @param {string} url @param {number} events */
async function measureBrowser(url, events) {
  /** @type {{ module: typeof import('../../../e2e/chromium.ts') }} */
  const { module } = await runnerImport(join(root, 'e2e/chromium.ts'), { configFile: false, root })
  const executablePath = module.findChromium()
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...module.chromiumArgs],
  })
  /** @type {Figures[]} */
  const runs = []
  for (let run = 0; run < RUNS; run++) {
    const slow = await open(browser, url, 4)
    const [header4, rows4] = [slow.header, slow.rows]
    await slow.page.context().close()
    const { page, header, rows } = await open(browser, url, 1)
    runs.push({ header, rows, header4, rows4, ...(await tryOut(page, events)) })
    await page.context().close()
  }
  await browser.close()
  // The same names in every run.
  return /** @type {Figures} */ (
    Object.fromEntries(LINES.map(([name]) => [name, median(runs.map((figures) => figures[name]))]))
  )
}

/**
 * Opens the page in a fresh context, with nothing cached, and tells when heading and rows were there (ms since the navigation).
 * @param {import('playwright/test').Browser} browser @param {string} url @param {number} slowdown
 */
async function open(browser, url, slowdown) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.addInitScript(() => {
    const marks = { header: 0, rows: 0, longest: 0 }
    Object.assign(window, { marks })
    new MutationObserver(() => {
      if (marks.header === 0 && document.querySelector('h1')) marks.header = performance.now()
      if (marks.rows === 0 && document.querySelector('li[data-event-id]')) marks.rows = performance.now()
    }).observe(document, { childList: true, subtree: true })
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (marks.rows > 0 && startTime > marks.rows) marks.longest = Math.max(marks.longest, duration)
    }).observe({ type: 'longtask', buffered: true })
  })
  await page.goto(url)
  await page.locator('li[data-event-id]').first().waitFor()
  return { page, ...(await marksOf(page)) }
}

/** @param {import('playwright/test').Page} page @returns {Promise<{ header: number, rows: number, longest: number }>} */
function marksOf(page) {
  return page.evaluate(() => Reflect.get(window, 'marks'))
}

/** Jumps, filters and scrolls. @param {import('playwright/test').Page} page @param {number} events */
async function tryOut(page, events) {
  const middle = Math.floor(events / 2)
  await page.waitForTimeout(500)
  await page.keyboard.press('#')
  await page.getByRole('textbox', { name: 'Number or time' }).fill(String(middle))
  const jump = await timed(page, 'Enter', () => document.querySelector('li[aria-current][data-event-id]') !== null)
  const { frame, drawn } = await scroll(page)
  const heap = await heapOf(page)
  await page
    .getByRole('group', { name: 'Kind' })
    .getByRole('button', { name: /^ActionEvent/ })
    .focus()
  const filter = await timed(page, 'Enter', () =>
    /matching rows/.test(document.querySelector('[role=tabpanel]')?.textContent ?? ''),
  )
  const { longest } = await marksOf(page)
  return { jump, filter, longest, drawn, heap, frame }
}

/**
 * Milliseconds from a key until something is so, looked at in every frame.
 * @param {import('playwright/test').Page} page @param {string} key @param {() => boolean} isSo runs in the page
 */
async function timed(page, key, isSo) {
  const took = page.evaluate((/** @type {string} */ source) => {
    // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- a function of ours, sent into the page as text
    const check = /** @type {() => boolean} */ (new Function(`return (${source})()`))
    return new Promise((resolve) => {
      window.addEventListener(
        'keydown',
        () => {
          const begun = performance.now()
          const look = () => (check() ? resolve(performance.now() - begun) : requestAnimationFrame(look))
          requestAnimationFrame(look)
        },
        { once: true, capture: true },
      )
    })
  }, isSo.toString())
  await page.keyboard.press(key)
  return /** @type {Promise<number>} */ (took)
}

/** Scrolls with the wheel, and now and then far. @param {import('playwright/test').Page} page */
async function scroll(page) {
  const measured = page.evaluate(async () => {
    /** @type {number[]} */
    const frames = []
    let drawn = 0
    let before = await new Promise(requestAnimationFrame)
    const step = document.documentElement.scrollHeight / 40
    for (let frame = 0; frame < 240; frame++) {
      window.scrollBy(0, frame % 40 === 39 ? -step * 20 : frame % 8 === 7 ? step : 120)
      const now = await new Promise(requestAnimationFrame)
      frames.push(now - before)
      before = now
      drawn = Math.max(drawn, document.querySelectorAll('li[data-row]').length)
    }
    return { frame: frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)] ?? 0, drawn }
  })
  return measured
}

/** @param {import('playwright/test').Page} page */
async function heapOf(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** @param {number} value */
function ms(value) {
  return `${value.toFixed(0)} ms`
}
