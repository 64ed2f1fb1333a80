import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { currentStamp } from './stamp.mjs'

const OLD = new Date('2026-01-01T00:00:00Z')
let folder = ''
const write = (name: string, text = '') => {
  writeFileSync(join(folder, name), text)
  utimesSync(join(folder, name), OLD, OLD)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-stamp-'))
  for (const name of ['src', 'public']) mkdirSync(join(folder, name))
  for (const name of ['index.html', 'vite.config.ts', 'package-lock.json', 'src/a.ts', 'src/b.ts']) write(name)
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['an edit', () => writeFileSync(join(folder, 'src/a.ts'), '')],
  ['another name', () => renameSync(join(folder, 'src/a.ts'), join(folder, 'src/c.ts'))],
  ['an older file in its place', () => utimesSync(join(folder, 'src/a.ts'), OLD, new Date('2025-01-01T00:00:00Z'))],
  ['another text of the same time', () => write('src/a.ts', 'x')],
  ['a file more', () => write('public/logo.svg')],
])('%s asks for a new build', (_, change) => {
  const before = currentStamp(folder)
  change()
  expect(currentStamp(folder)).not.toBe(before)
})

test('tests and nothing ask for none', () => {
  const before = currentStamp(folder)
  write('src/a.test.ts')
  expect(currentStamp(folder)).toBe(before)
})
