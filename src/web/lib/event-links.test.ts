import { expect, test } from 'vitest'
import { imageUse, pictureAddress, safeHref } from './event-links.ts'

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'vbscript:x',
  '/api/x',
  '#a',
  '',
  'java\nscript:alert(1)',
])('the link %j leads nowhere', (address) => {
  expect(safeHref(address)).toBeNull()
})

test.each(['https://example.org/a?b=1', 'http://localhost:3000/', 'mailto:a@example.org'])(
  'the link %s may be followed',
  (address) => {
    expect(safeHref(address)).toBe(address)
  },
)

test('a remote image is a link, never a picture', () => {
  expect(imageUse('https://tracker.example/p.png')).toMatchObject({
    use: 'link',
    href: 'https://tracker.example/p.png',
  })
  expect(imageUse('javascript:alert(1)')).toMatchObject({ use: 'link', href: null })
})

test('a small picture that carries its bytes is drawn; a large one and other types are only named', () => {
  expect(imageUse('data:image/png;base64,iVBORw0KGgo=')).toMatchObject({ use: 'draw', type: 'image/png', sizeBytes: 8 })
  expect(imageUse(`data:image/png;base64,${'A'.repeat(4_000_000)}`)).toMatchObject({
    use: 'size',
    sizeBytes: 3_000_000,
  })
  expect(imageUse('data:image/svg+xml;base64,PHN2Zz4=')).toMatchObject({ use: 'size', type: 'image/svg+xml' })
  expect(imageUse('data:text/html,<script>')).toMatchObject({ use: 'size', type: 'text/html' })
})

test('bare base64 of a screenshot is told by its first letters', () => {
  expect(pictureAddress('iVBORw0KGgoAAA')).toBe('data:image/png;base64,iVBORw0KGgoAAA')
  expect(pictureAddress('PHN2Zz4=')).toBeNull()
})
