import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { exampleOf, KINDS, recordedEvents, shapeOf } from '../../e2e/kinds/kinds.ts'
import { kindsReadme, SHEETS } from '../../e2e/kinds/readme.ts'
import { KIND_LABELS } from '../contract/kinds.ts'
import { toV0Kind } from '../sources/v0/v0-kind.ts'
import type { Body } from '../web/lib/event-body.ts'
import { describeEvent } from '../web/lib/event-describe.ts'
import { piecesText } from '../web/lib/event-pieces.ts'

const folder = fileURLToPath(new URL('../../e2e/kinds', import.meta.url))

/** An event as the API gives it. */
function asAnswered(event: Body): Body {
  if (typeof event['kind'] === 'string') return event
  const { kind, nativeKind } = toV0Kind(event)
  return { ...event, id: String(event['id']), kind, native_kind: nativeKind }
}

const GENERIC = new Set(['any-event', 'any-call', 'any-answer'])
const recorded = recordedEvents()

test('the recordings are there', () => {
  expect(recorded.length).toBeGreaterThan(2000)
})

test('every shape that a real server recorded has a row', () => {
  const known = new Set(KINDS.flatMap((kind) => kind.shapes))
  const missing = recorded
    .filter(({ event }) => !known.has(shapeOf(event)))
    .map(({ event, path }) => [shapeOf(event), path])
  expect(missing).toEqual([])
})

test('every kind of the contract has a row', () => {
  const known = KINDS.flatMap((kind) => kind.shapes.map((shape) => shape.split(' ')[0]))
  // A torn file is no event: the detail page's own tests have one.
  expect([...KIND_LABELS.keys()].filter((kind) => kind !== 'UnreadableEvent' && !known.includes(kind))).toEqual([])
})

describe.each(KINDS.map((kind) => [kind.shapes.join(' + '), kind] as const))('%s', (_name, kind) => {
  const { event, answer } = exampleOf(kind)
  test('the example is of this shape', () => {
    expect([event, answer].filter((one) => one !== null).map(shapeOf)).toEqual(expect.arrayContaining([...kind.shapes]))
  })
  test('it is told by its renderer, and there is something to read and to copy', () => {
    const { renderer, pieces } = describeEvent(asAnswered(event), answer === null ? null : asAnswered(answer))
    expect(renderer).toBe(kind.renderer)
    expect(piecesText(pieces).trim()).not.toBe('')
  })
})

test('no recorded event but one from the future falls to a generic renderer, alone or with its answer', () => {
  const generic = recorded
    .filter(({ event }) => GENERIC.has(describeEvent(asAnswered(event), null).renderer))
    .map(({ event }) => shapeOf(event))
  expect([...new Set(generic)]).toEqual(['V0 observation:hologram'])
})

test('README.md is what the table says', () => {
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(kindsReadme())
})

test('every sheet has its pictures, light and dark, and all are small', () => {
  const files = readdirSync(join(folder, 'pictures')).toSorted()
  expect(files).toEqual(
    Object.keys(SHEETS)
      .flatMap((group) => [`${group}-dark.png`, `${group}-light.png`])
      .toSorted(),
  )
  expect(files.reduce((sum, file) => sum + statSync(join(folder, 'pictures', file)).size, 0)).toBeLessThan(2_000_000)
})
