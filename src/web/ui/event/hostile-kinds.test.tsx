// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { exampleOf, KINDS } from '../../../../e2e/kinds/kinds.ts'
import { NavigationProvider } from '../navigation.tsx'
import { EventDetail } from './event-detail.tsx'

afterEach(cleanup)

const ATTACK =
  '<script>alert(1)</script><img src="https://evil.example/p" onerror="alert(2)"><svg onload=alert(3)> ' +
  '![x](https://evil.example/p.png) [go](javascript:alert(4)) \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u202egnp'

/** Names that say how an event is told: with another value it would be another event. */
const KEPT = new Set(['kind', 'type', 'command', 'key', 'source', 'action', 'observation', 'native_kind'])

/** The same event with every text in it replaced by one that would like to be markup. */
function poison(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return KEPT.has(name) ? value : ATTACK
  if (Array.isArray(value)) return value.map((item) => poison(item, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poison(inner, key)]))
}

test.each(KINDS.map((kind) => [kind.shapes.join(' + '), kind] as const))(
  'nothing that %s says becomes an element, or is fetched',
  (_name, kind) => {
    const { event, answer } = exampleOf(kind)
    const { container } = render(
      <EventDetail
        conversationId="c"
        event={{ ...event, ...toObject(poison(event)) }}
        answer={answer === null ? null : { ...answer, ...toObject(poison(answer)) }}
      />,
      { wrapper: NavigationProvider },
    )
    expect(container.textContent.length).toBeGreaterThan(0)
    expect(
      container.querySelectorAll('script, iframe, object, embed, svg, [onerror], [onload], [srcset]'),
    ).toHaveLength(0)
    const sources = [...container.querySelectorAll('[src]')].map((element) => element.getAttribute('src') ?? '')
    expect(sources.filter((source) => !source.startsWith('data:image/'))).toEqual([])
    const links = [...container.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '')
    expect(links.filter((href) => !/^(?:https?:|mailto:|\/)/.test(href))).toEqual([])
    expect([...container.querySelectorAll('pre')].map((box) => box.textContent).join('')).not.toContain('\u001b')
  },
)

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
