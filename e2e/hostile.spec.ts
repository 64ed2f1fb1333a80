import { events, toggle } from './elements.ts'
import { expect, test } from './lookout.ts'

const HOSTILE = '396899e788174a4c8115769c7d5daa2d'

test('hostile content is text: nothing runs, nothing is fetched, everything is shown', async ({ page, recorded }) => {
  const requested: string[] = []
  const dialogs: string[] = []
  page.on('request', (request) => requested.push(new URL(request.url()).origin))
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto(recorded.url)
  const row = page.getByRole('row').filter({ hasText: 'log viewer' })
  await expect(row.getByRole('link')).toHaveText('<script>alert("title")</script> & log viewer')
  await expect(row).toContainText('"><script>alert(0)</script>')
  await row.getByRole('link').click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<script>alert("title")</script> & log viewer')
  await expect(page).toHaveTitle('<script>alert("title")</script> & log viewer')
  await expect(page.getByRole('article', { name: 'Message, You' })).toContainText('<img src=x onerror="alert(1)">')
  // Each row opened shows what it holds; those below come into the document with it.
  for (const hasText of ['ansi.log', 'printf', "'x' * 25000", 'page.html', 'nested', 'Nothing was executed']) {
    const event = events(page).filter({ hasText }).first()
    await toggle(event)
    await expect(event.getByRole('button', { name: 'Copy JSON' })).toBeVisible()
    await event.getByRole('button', { name: 'JSON', exact: true }).click()
  }
  await expect(page.getByRole('group', { name: 'Output' }).first()).toContainText('<script>alert("output")</script>')
  for (const tab of ['Events', 'Raw']) await page.getByRole('tab', { name: tab }).click()
  await expect(page.getByRole('tabpanel', { name: 'Raw' })).toContainText('1 of 26')

  const panel = page.getByRole('main')
  await expect(panel.locator('script, iframe, object, embed, [onerror], [onload], [srcdoc]')).toHaveCount(0)
  await expect(panel.locator('a[href^="javascript:" i], a[href^="data:" i]')).toHaveCount(0)
  await expect(panel.locator('svg[onload]')).toHaveCount(0)
  expect(dialogs).toEqual([])
  expect([...new Set(requested)]).toEqual([recorded.url])
})

test('links of a message lead to web and mail addresses only', async ({ page, recorded }) => {
  await page.goto(`${recorded.url}/conversations/${HOSTILE}`)
  const finish = events(page).filter({ hasText: 'Nothing was executed' })
  await expect(finish.getByText('bad', { exact: true })).toBeVisible()
  const addresses = await finish
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(addresses.filter((address) => !/^(?:https?:|mailto:|\/)/.test(address))).toEqual([])
  await expect(finish.locator('img')).toHaveCount(0)
})

test('every page comes with a policy that allows nothing from elsewhere', async ({ recorded }) => {
  for (const path of ['/', `/conversations/${HOSTILE}`, '/nowhere']) {
    const { headers } = await fetch(`${recorded.url}${path}`)
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split(';').map((rule) => {
        const [name = '', ...sources] = rule.trim().split(/\s+/)
        return [name, sources.join(' ')]
      }),
    )
    expect(policy.get('default-src'), path).toMatch(/^'(?:none|self)'$/)
    expect(policy.get('script-src') ?? policy.get('default-src')).toBe("'self'")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe-(?:inline|eval)|\*|https?:/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('another name for this server is refused', async ({ recorded, request }) => {
  const reply = await request.get(`${recorded.url}/api/conversations/search`, { headers: { Host: 'evil.example' } })
  expect(reply.status()).toBeGreaterThanOrEqual(400)
  expect(await reply.text()).not.toContain('log viewer')
})
