import { expect, test } from 'vitest'
import { SHORTCUTS, actionOf, isPrefix, keyLabel, namedAction } from './shortcuts.ts'

const press = (key: string, over = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
})

test('no two shortcuts of one page have the same key', () => {
  for (const place of ['list', 'conversation']) {
    const keys = Object.values(SHORTCUTS)
      .filter((shortcut) => shortcut.place === 'everywhere' || shortcut.place === place)
      .flatMap((shortcut): readonly string[] => shortcut.keys)
    expect(keys).toEqual([...new Set(keys)])
  }
})

test('a shortcut of two keys is not hidden behind one of its first key', () => {
  const keys = Object.values(SHORTCUTS).flatMap((shortcut): readonly string[] => shortcut.keys)
  const firsts = keys.filter((key) => /^. ./.test(key)).map((key) => key[0])
  expect(firsts).toContain('g')
  expect(keys.filter((key) => firsts.includes(key))).toEqual([])
})

test('a key finds what is bound to it, and nothing else', () => {
  const next = () => undefined
  const home = () => undefined
  const actions = { nextRow: next, previousPage: null, goToConversations: home }
  expect(actionOf(actions, 'j')).toBe(next)
  expect(actionOf(actions, 'ArrowDown')).toBe(next)
  expect(actionOf(actions, '[')).toBeNull()
  expect(actionOf(actions, 'k')).toBeNull()
  expect(actionOf(actions, 'g c')).toBe(home)
  expect([isPrefix(actions, 'g'), isPrefix(actions, 'c'), isPrefix({}, 'g')]).toEqual([true, false, false])
})

test('inside of what they move through only keys with a name count, and only alone', () => {
  const next = () => undefined
  expect(namedAction({ nextRow: next }, press('ArrowDown'))).toBe(next)
  expect(namedAction({ nextRow: next }, press('j'))).toBeNull()
  expect(namedAction({ nextRow: next }, press('ArrowDown', { shiftKey: true }))).toBeNull()
})

test('keys read as they are written on the keyboard', () => {
  expect(['ArrowUp', 'E', 'e', ' ', ']'].map(keyLabel)).toEqual(['↑', 'Shift E', 'e', 'Space', ']'])
})
