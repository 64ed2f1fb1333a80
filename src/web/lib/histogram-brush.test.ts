import { expect, test } from 'vitest'
import { NO_BRUSH, bucketAt, moveBrush, spanOf } from './histogram-brush.ts'

test('arrows move from bucket to bucket and stop at both ends', () => {
  expect(moveBrush(NO_BRUSH, 'ArrowLeft', false, 10)).toEqual({ at: 8, anchor: null })
  expect(moveBrush({ at: 9, anchor: null }, 'ArrowRight', false, 10)).toEqual({ at: 9, anchor: null })
  expect(moveBrush({ at: 5, anchor: null }, 'Home', false, 10)).toEqual({ at: 0, anchor: null })
  expect(moveBrush({ at: 25, anchor: null }, 'PageDown', false, 60)).toEqual({ at: 15, anchor: null })
  expect(moveBrush({ at: 5, anchor: null }, 'End', false, 10)).toEqual({ at: 9, anchor: null })
})

test('Shift selects from where it was pressed, in either direction; without it the selection ends', () => {
  const one = moveBrush({ at: 5, anchor: null }, 'ArrowLeft', true, 10)
  const two = one && moveBrush(one, 'ArrowLeft', true, 10)
  expect(two).toEqual({ at: 3, anchor: 5 })
  expect(two && spanOf(two, 10)).toEqual({ first: 3, last: 5 })
  expect(two && moveBrush(two, 'ArrowLeft', false, 10)).toEqual({ at: 2, anchor: null })
})

test('other keys, and a picture without buckets, are left to others', () => {
  expect(moveBrush(NO_BRUSH, 'Tab', false, 10)).toBeNull()
  expect(moveBrush(NO_BRUSH, 'ArrowLeft', false, 0)).toBeNull()
})

test('a brush of a longer picture means the end of a shorter one', () => {
  expect(spanOf({ at: 40, anchor: 3 }, 10)).toEqual({ first: 3, last: 9 })
  expect(spanOf({ at: 40, anchor: null }, 0)).toBeNull()
  expect(spanOf(NO_BRUSH, 10)).toBeNull()
})

test('a point is in the bucket below it, beside the picture in the nearest', () => {
  expect([-5, 0, 49, 50, 99, 100, 400].map((offset) => bucketAt(offset, 100, 2))).toEqual([0, 0, 0, 1, 1, 1, 1])
})
