import { expect, test } from 'vitest'
import { pictureSize } from './event-picture.ts'

const data = (type: string, bytes: readonly number[]) =>
  `data:image/${type};base64,${Buffer.from([...bytes, ...Array.from({ length: 24 }, () => 0)]).toString('base64')}`
const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0))
const webp = (chunk: string, bytes: readonly number[]) =>
  data('webp', [...text('RIFF'), 0, 0, 0, 0, ...text('WEBP'), ...text(chunk), 0, 0, 0, 0, ...bytes])

test.each([
  ['png', data('png', [0x89, ...text('PNG'), 13, 10, 26, 10, 0, 0, 0, 13, ...text('IHDR'), 0, 0, 5, 0, 0, 0, 3, 0x20])],
  ['gif', data('gif', [...text('GIF89a'), 0, 5, 0x20, 3])],
  ['jpeg', data('jpeg', [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 3, 0x20, 5, 0])],
  ['webp, extended', webp('VP8X', [0, 0, 0, 0, 0xff, 4, 0, 0x1f, 3, 0])],
  ['webp, lossless', webp('VP8L', [0x2f, 0xff, 0xc4, 0xc7, 0])],
  ['webp, lossy', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 0, 5, 0x20, 3])],
])('a picture says its measures: %s', (_name, address) => {
  expect(pictureSize(address)).toEqual({ width: 1280, height: 800 })
})

test.each(['data:image/png;base64,iVBORw0KGgo=', 'data:image/png;base64,%%%', 'data:text/plain,hello', ''])(
  'what has none has no size (%s)',
  (address) => {
    expect(pictureSize(address)).toBeNull()
  },
)
