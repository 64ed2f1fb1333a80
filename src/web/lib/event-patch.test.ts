import { expect, test } from 'vitest'
import { readApplyPatch } from './event-patch.ts'

test('a patch is read file by file', () => {
  const files = readApplyPatch(
    [
      '*** Begin Patch',
      '*** Update File: src/a.ts',
      '*** Move to: src/b.ts',
      '@@ class A',
      ' keep',
      '-old',
      '+new',
      '@@ class B',
      '+more',
      '*** Add File: c.txt',
      '+hello',
      '*** Delete File: d.txt',
      '*** End Patch',
    ].join('\n'),
  )
  expect(files.map(({ path, verb, movedTo }) => [path, verb, movedTo])).toEqual([
    ['src/a.ts', 'updated', 'src/b.ts'],
    ['c.txt', 'added', null],
    ['d.txt', 'deleted', null],
  ])
  expect(files[0]?.diff.rows.map((row) => (row.type === 'skip' ? '⋯' : `${row.type} ${row.text}`))).toEqual([
    'same keep',
    'delete old',
    'insert new',
    '⋯',
    'insert more',
  ])
  expect(files[0]?.diff).toMatchObject({ added: 2, removed: 1, hunks: 2 })
})

test('what is no such patch has no files', () => {
  expect(readApplyPatch('--- a\n+++ b\n')).toEqual([])
})
