import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { events, expectWholeList, titles } from './elements.ts'
import { copyFixture, expect, test } from './lookout.ts'

const TOKEN = 'canary-access-token-of-the-gate'
const CONVERSATION = 'eff2e24295db4b0b821dd8853805d54b'
/** As someone would start it behind a proxy. */
const args = ['--host', '0.0.0.0', '--allowed-host', 'lookout.example']
const env = { LOOKOUT_TOKEN: TOKEN }

test.use({ allowedConsole: [/status of 401/] })

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('Access token').fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a deep link asks for the token, and goes on where it led', async ({ page, start, folder, expectAccessible }) => {
  const { url } = await start({ sources: [await copyFixture('agent-server-1.58.0', folder)], args, env })
  const address = `${url}/conversations/${CONVERSATION}?tab=events`
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await expect(page).toHaveTitle('Sign in · Lookout')
  const field = page.getByLabel('Access token')
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('type', 'password')
  await expect(field).toHaveAttribute('autocomplete', 'current-password')
  await expectAccessible()

  await signIn(page, 'not-the-token-at-all')
  await expect(page.getByRole('alert')).toHaveText('This is not the access token. Check it and try again.')
  await expect(field).toBeFocused()
  await expectAccessible()
  await page.keyboard.type(TOKEN)
  await page.keyboard.press('Enter')

  await expect(page.getByRole('table', { name: 'Events' }).getByText('System prompt').first()).toBeVisible()
  expect(page.url()).toBe(address)
  const cookies = await page.context().cookies()
  expect(cookies).toMatchObject([{ name: 'lookout_session', httpOnly: true, sameSite: 'Strict', path: '/' }])
  await page.reload()
  await expect(page.getByRole('tab', { name: 'Events' })).toHaveText(/Events \d/)
  await page.goto(`${url}/?status=error`)
  await expect(titles(page).first()).toBeVisible()
  expect(page.url()).toBe(`${url}/?status=error`)
})

test('a session that ends asks again, in the middle of the work', async ({ page, start, folder }) => {
  const { url } = await start({ sources: [await copyFixture('agent-server-1.58.0', folder)], args, env })
  await page.goto(url)
  await signIn(page, TOKEN)
  await expect(titles(page)).toHaveCount(20)
  // What comes after the rows is here too: else it would be the one to find the session ended.
  await expectWholeList(page)
  await page.context().clearCookies()
  await titles(page).first().click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await signIn(page, TOKEN)
  await expect(events(page).first()).toBeVisible()
  expect(page.url()).toContain('/conversations/')
})

test('without the token nothing is told, with it everything; it is kept nowhere', async ({ page, start, folder }) => {
  const directory = await copyFixture('agent-server-1.58.0', folder)
  const { url, home, output } = await start({ sources: [directory], args, env })
  const get = (path: string, headers: Record<string, string> = {}) => page.request.get(`${url}${path}`, { headers })
  const contract = (await (await get('/openapi.json')).json()) as { paths: Record<string, object> } // as tested elsewhere
  const paths = Object.keys(contract.paths)
    .filter((path) => path.startsWith('/api/'))
    .flatMap((path) => [
      path.replace('{conversation_id}', CONVERSATION).replace('{event_id}', 'x'),
      path.replace('{conversation_id}', 'nobody').replace('{event_id}', 'x'),
    ])
  for (const path of [...paths, '/api/nothing', '/api/live', '/api']) {
    const reply = await get(path)
    expect([reply.status(), await reply.text()], path).toEqual([401, '{"detail":"Unauthorized"}'])
    expect(reply.headers()['content-security-policy'], path).toContain("default-src 'self'")
  }
  for (const path of ['/health', '/ready', '/server_info', '/openapi.json', '/'])
    expect((await get(path)).status(), path).toBe(200)

  const count = '/api/conversations/count'
  expect((await get(count, { 'X-Session-API-Key': TOKEN })).status()).toBe(200)
  expect((await get(count, { Authorization: `Bearer ${TOKEN}` })).status()).toBe(200)
  expect((await get(count, { Host: 'lookout.example', Authorization: `Bearer ${TOKEN}` })).status()).toBe(200)
  expect((await get(count, { Host: 'other.example', Authorization: `Bearer ${TOKEN}` })).status()).toBe(403)

  await page.goto(url)
  await signIn(page, TOKEN)
  await expect(titles(page)).toHaveCount(20)
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))
  expect(kept + (await page.content()) + JSON.stringify(await page.context().cookies())).not.toContain(TOKEN)
  expect(output()).toMatch(/Lookout is at http:\/\/localhost:\d+\n/)
  expect(output()).not.toContain(TOKEN)
  const written = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  expect(written.length).toBeGreaterThan(0)
  for (const { parentPath, name } of written)
    expect((await readFile(join(parentPath, name))).toString('latin1'), name).not.toContain(TOKEN)
})
