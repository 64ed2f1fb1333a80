import { expect, test } from 'vitest'
import { browserCommand } from './browser.ts'

test('every system has its program', () => {
  expect([browserCommand('linux')[0], browserCommand('darwin')[0], browserCommand('win32')[0]]).toEqual([
    'xdg-open',
    'open',
    'rundll32',
  ])
})
