// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { shortcutKey } from './shortcut-keys.ts'

const press = (over: Partial<Parameters<typeof shortcutKey>[0]> = {}) => ({
  key: 'e',
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  defaultPrevented: false,
  target: document.body,
  ...over,
})

test('a single key is a shortcut; Shift makes it another one', () => {
  expect(shortcutKey(press())).toBe('e')
  expect(shortcutKey(press({ key: 'E' }))).toBe('E')
})

test('modifiers, composition, keys with names and keys that somebody took are none', () => {
  for (const over of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { isComposing: true },
    { defaultPrevented: true },
    { key: 'Enter' },
  ]) {
    expect(shortcutKey(press(over))).toBeNull()
  }
})

test('nothing fires while the reader types, or with a dialog or a menu open', () => {
  document.body.innerHTML = '<input><div contenteditable="true"><b>x</b></div><button>y</button>'
  const target = (selector: string) => document.querySelector(selector)
  expect(shortcutKey(press({ target: target('input') }))).toBeNull()
  expect(shortcutKey(press({ target: target('b') }))).toBeNull()
  expect(shortcutKey(press({ target: target('button') }))).toBe('e')
  for (const role of ['dialog', 'menu']) {
    document.body.insertAdjacentHTML('beforeend', `<div role="${role}"></div>`)
    expect(shortcutKey(press({ target: target('button') }))).toBeNull()
    target(`[role="${role}"]`)?.remove()
  }
})
