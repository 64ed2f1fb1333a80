import { eventRow, toggle } from './elements.ts'
import { copyFixture, expect, test } from './lookout.ts'

const EVERY_KIND = '83ab982dd08483187289a75163dc50fe'
const CART = 'd8e5923e4b5f439786e0859183ba1d44'

/** By the number of the event: the box that its text stands in, and a line of it. */
const BOXES = [
  [8, 'Answer', 'Start the daemon first.'],
  [10, 'Output', '-rw-r--r-- 1 README.md'],
  [20, 'Code', 'print(2 ** 64)'],
  [20, 'Answer', '18446744073709551616'],
  [22, 'Content', 'import os'],
  [24, 'Error', 'File not found'],
  [26, 'Content', 'two'],
  [28, 'Changes to /workspace/project/app.py', 'import sys'],
  [30, 'Changes to /workspace/project/b.py', 'x = 1'],
  [32, 'Answer', 'Example Domain'],
  [34, 'Answer', 'Element 12 is not visible'],
  [36, 'Answer', '{"results": []}'],
  [42, 'Answer', 'Delegate finished'],
  [51, 'Rejection', 'Do not delete that.'],
  [58, 'Error', 'Rate limit reached, waiting'],
] as const

for (const width of [1440, 375]) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('events of V0 are drawn by what they say', async ({ page, start, folder, expectAccessible }) => {
      const { url } = await start({ sources: [await copyFixture('app-server-v0', folder)] })
      await page.goto(`${url}/conversations/${EVERY_KIND}`)
      const [asked, attached] = [eventRow(page, '2'), eventRow(page, '7')]
      await expect(asked.getByRole('article')).toContainText('Please go through everything you can do.')
      await expect(attached.getByRole('article')).toContainText('With a picture')
      await expect(attached.getByRole('img')).toBeVisible()
      await expect(page.getByText('This message is empty')).toBeHidden()
      let opened = -1
      for (const [seq, name, line] of BOXES) {
        const row = eventRow(page, String(seq))
        // Each row is opened once; the one before is closed, so that the next is near.
        if (seq !== opened) {
          if (opened !== -1) await toggle(eventRow(page, String(opened)))
          await row.scrollIntoViewIfNeeded()
          await toggle(row)
          opened = seq
        }
        await expect(row.getByRole('group', { name })).toContainText(line)
        if (seq === 28 || seq === 42) await expectAccessible()
      }
    })

    test('a run of V0: thoughts, a difference with its line numbers, the final answer', async ({
      page,
      start,
      folder,
    }) => {
      const { url } = await start({ sources: [await copyFixture('app-server-v0', folder)] })
      await page.goto(`${url}/conversations/${CART}`)
      const [command, edit] = [eventRow(page, '7'), eventRow(page, '15')]
      await toggle(command)
      await expect(command.getByText('I will look at the project first.')).toBeVisible()
      await expect(command.getByText('exit 0')).toBeVisible()
      await toggle(edit)
      const diff = edit.getByRole('group', { name: /^Changes to .*cart\.py$/ })
      await expect(diff.locator('ins')).toHaveText('    return sum(i.price * i.count for i in items)')
      await expect(
        diff
          .getByRole('row')
          .filter({ has: page.locator('ins') })
          .getByRole('cell')
          .nth(1),
      ).toHaveText('2')
      await edit.getByRole('button', { name: 'JSON', exact: true }).click()
      await expect(edit.getByRole('tree', { name: 'Event as JSON' })).toContainText('impl_source')
      await expect(page.getByRole('article', { name: 'Message, Agent' })).toContainText('Fixed the total')
      await page.getByRole('tab', { name: 'Events' }).click()
      await expect(page.getByRole('table', { name: 'Events' }).getByText('State update').first()).toBeVisible()
      await page.getByRole('tab', { name: 'Raw' }).click()
      await expect(page.getByRole('tabpanel')).toContainText('agent_state_changed')
    })
  })
}
