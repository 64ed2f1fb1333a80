import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventRow, events } from './elements.ts'
import { expect, test } from './lookout.ts'

const ID = '0ea5de8d-d934-4ad4-82fd-8e3e416fff3d'
const COUNT = 100_000

/** A download of V0's with so many events: a question, then commands, each followed by what it printed. */
function trajectory(): string {
  const time = (id: number) => new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString().slice(0, -1)
  const lines = Array.from({ length: COUNT }, (_, id) => {
    const base = { id, timestamp: time(id), source: id === 0 ? 'user' : 'agent', message: '' }
    if (id === 0)
      return { ...base, action: 'message', args: { content: 'Do a hundred thousand things', image_urls: [] } }
    const command = `step ${Math.ceil(id / 2)}`
    if (id % 2 === 1) return { ...base, action: 'run', args: { command, thought: '' } }
    return {
      ...base,
      cause: id - 1,
      observation: 'run',
      content: `did ${id / 2}`,
      extras: { command, metadata: { exit_code: 0 } },
    }
  })
  return JSON.stringify(lines)
}

test('of 100,000 events any is a link away: 50 rows before and after, marked, and nothing else is loaded', async ({
  page,
  start,
  folder,
}) => {
  await writeFile(join(folder, `${ID}.json`), trajectory())
  const { url } = await start({ sources: [folder] })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))

  for (const [id, row] of [
    [0, 1],
    [50_001, 25_002],
    [COUNT - 1, 50_001],
  ] as const) {
    await test.step(`event ${id}`, async () => {
      requests.length = 0
      await page.goto(`${url}/conversations/${ID.replaceAll('-', '')}/events/${id}`)
      const target = eventRow(page, String(id))
      await expect(target).toBeInViewport()
      await expect(target).toHaveAttribute('aria-current', 'true')
      await expect(target).toHaveAttribute('aria-posinset', String(row))
      await expect(target).toHaveAttribute('aria-setsize', String(COUNT / 2 + 1))
      expect(await events(page).count()).toBeLessThanOrEqual(120)
      // The first page, which tells the total, and those around the event.
      const pages = requests.filter((address) => address.includes('/events/search'))
      expect(pages.length).toBeLessThanOrEqual(4)
    })
  }
})
