// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { PlainText } from './folded.tsx'
import { FoundText } from './found-text.ts'
import { JsonTree } from './json-tree.tsx'
import { MessageBody } from './event-detail.tsx'

afterEach(cleanup)

const lines = Array.from({ length: 5000 }, (_, index) => `line ${index + 1}`).join('\n')

function searched(needle: string, children: ReactNode) {
  return <FoundText value={needle}>{children}</FoundText>
}

test('a folded text opens as far as the searched text, and no further', () => {
  const { rerender } = render(searched('', <PlainText text={lines} label="Output" />))
  const box = screen.getByRole('group', { name: 'Output' })
  expect(box.textContent).not.toContain('line 4000')
  screen.getByText('5,000 lines, 20 shown')
  rerender(searched('LINE 4000', <PlainText text={lines} label="Output" />))
  expect(box.textContent).toContain('line 4000')
  expect(box.textContent).not.toContain('line 3000')
  screen.getByText('⋯ 3,974 lines ⋯')
  screen.getByText('5,000 lines, 36 shown')
})

test('what is closed opens where the searched text is inside, a tree down to it', () => {
  const message = {
    reasoning_content: 'because of the needle',
    llm_message: { content: [{ type: 'text', text: 'word\n\n'.repeat(5000) + 'late thread' }] },
  }
  const { container, rerender } = render(searched('', <MessageBody conversationId="c" event={message} />))
  expect(container.querySelector('details')?.open).toBe(false)
  rerender(searched('needle', <MessageBody conversationId="c" event={message} />))
  expect(container.querySelector('details')?.open).toBe(true)
  expect(container.textContent).not.toContain('late thread')
  rerender(searched('late thread', <MessageBody conversationId="c" event={message} />))
  expect(container.textContent).toContain('late thread')
  const deep = { a: { b: { c: { d: { e: 'deep needle' } } } } }
  rerender(searched('', <JsonTree value={deep} label="Tree" />))
  expect(container.textContent).not.toContain('deep needle')
  rerender(searched('needle', <JsonTree value={deep} label="Tree" />))
  expect(container.textContent).toContain('deep needle')
})
