import { expect, test } from 'vitest'
import { formatProgress } from './progress.ts'

const source = (complete: boolean, read: number, total: number) => ({ complete, progress: { read, total } })

test('sources are summed until each has been read once', () => {
  expect(formatProgress([source(false, 1200, 5000), source(true, 21, 21)])).toBe('1,221 of 5,021 conversations read')
  expect(formatProgress([source(false, 0, 0)])).toBe('0 of 0 conversations read')
  expect(formatProgress([source(true, 21, 21)])).toBeNull()
  expect(formatProgress([])).toBeNull()
})
