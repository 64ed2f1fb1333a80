import type { Placed, Timed, TimelineLayout } from './timeline-layout.ts'

/** What decides how an item looks. */
interface Drawn extends Timed {
  readonly lane: string
  readonly tone: 'error' | 'failed' | 'plain'
  /** Whether it stands for several rows, most of which may be well. */
  readonly isSeveral: boolean
}

/** An item, and the box around it that is pointed at: 24 pixels at least. */
interface Reachable<S> extends Placed<S> {
  readonly y: number
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** A laid out timeline as it is drawn, in pixels from the top left. */
export interface Drawing<S> {
  readonly layout: TimelineLayout<S>
  readonly rows: readonly { readonly name: string; readonly y: number; readonly height: number }[]
  /** In the order of their beginning. */
  readonly items: readonly Reachable<S>[]
  readonly height: number
  /** The `d` of SVG paths. */
  readonly paths: Readonly<Record<'turns' | 'plain' | 'failed' | 'error' | 'failedSigns' | 'errorSigns', string>>
}

/** Above the lanes stand the lengths of pauses, below them the times. */
const [HEAD_PX, FOOT_PX] = [18, 20]
const [BAR_PX, LEVEL_PX, PAD_PX] = [12, 14, 7]
const TARGET_PX = 24

/** Where everything of a timeline is drawn. */
export function toDrawing<S extends Drawn>(layout: TimelineLayout<S>, widthPx: number): Drawing<S> {
  let y = HEAD_PX
  const rows = layout.lanes.map(({ name, levels }) => {
    const row = { name, y, height: levels * LEVEL_PX + 2 * PAD_PX - (LEVEL_PX - BAR_PX) }
    y += row.height
    return row
  })
  const items = layout.placed
    .map((placed): Reachable<S> => {
      const top = (rows[placed.lane]?.y ?? 0) + PAD_PX + placed.level * LEVEL_PX
      const [middleX, middleY] = [placed.x + placed.width / 2, top + BAR_PX / 2]
      const width = Math.max(TARGET_PX, placed.width)
      const left = Math.min(Math.max(0, middleX - width / 2), widthPx - width)
      const box = { left, top: middleY - TARGET_PX / 2, width, height: TARGET_PX }
      return { ...placed, y: top, box }
    })
    .toSorted((a, b) => a.span.start - b.span.start || a.lane - b.lane)
  const bars = (of: (item: Reachable<S>) => boolean) => items.filter(of).map(toBar).join('')
  const isTurn = ({ span }: Reachable<S>) => span.lane === 'Turns'
  const toneOf = ({ span }: Reachable<S>) => (span.isSeveral ? 'plain' : span.tone)
  const tone = (name: Drawn['tone']) => (item: Reachable<S>) => !isTurn(item) && toneOf(item) === name
  const signs = (name: Drawn['tone'], toSign: (item: Reachable<S>) => string) =>
    apart(items.filter((item) => !isTurn(item) && item.span.tone === name))
      .map(toSign)
      .join('')
  return {
    layout,
    rows,
    items,
    height: y + FOOT_PX,
    paths: {
      turns: bars(isTurn),
      plain: bars(tone('plain')),
      failed: bars(tone('failed')),
      error: bars(tone('error')),
      failedSigns: signs('failed', toDiamond),
      errorSigns: signs('error', toTriangle),
    },
  }
}

function toBar({ x, y, width }: Reachable<Drawn>): string {
  // A hairline between neighbours.
  return `M${round(x)},${y}h${round(Math.max(2, width - 0.6))}v${BAR_PX}h-${round(Math.max(2, width - 0.6))}z`
}

/** Signs that lie on each other say no more than one. */
const APART_PX = 7

function apart<S extends Drawn>(items: readonly Reachable<S>[]): readonly Reachable<S>[] {
  const last = new Map<number, number>()
  return items.filter(({ y, x, width }) => {
    const middle = x + width / 2
    if (middle - (last.get(y) ?? Number.NEGATIVE_INFINITY) < APART_PX) return false
    last.set(y, middle)
    return true
  })
}

function toTriangle({ x, y, width }: Reachable<Drawn>): string {
  return `M${round(x + width / 2)},${y - 3}l5,9h-10z`
}

function toDiamond({ x, y, width }: Reachable<Drawn>): string {
  return `M${round(x + width / 2)},${y - 4}l4.5,4.5l-4.5,4.5l-4.5,-4.5z`
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

/** How far from an item the pointer may be. */
const REACH_PX = 14

/** Number of the item that a point means: the nearest one of its lane; null where none is near. */
export function nearestTo<S>({ items, rows }: Drawing<S>, x: number, y: number): number | null {
  const lane = rows.findIndex((row) => y >= row.y && y < row.y + row.height)
  let best: { at: number; distance: number } | null = null
  for (const [at, item] of items.entries()) {
    if (item.lane !== lane) continue
    const aside = Math.max(item.x - x, x - item.x - item.width, 0)
    if (aside > REACH_PX) continue
    // The one that begins last lies on top of a longer one.
    const distance = aside + Math.abs(item.y + BAR_PX / 2 - y) / 4
    if (best === null || distance <= best.distance) best = { at, distance }
  }
  return best?.at ?? null
}

/** Number of the item that a key leads to from another: in time, or to the nearest of the lane above or below. Null: nowhere. */
export function moveCursor<S extends Timed>({ items, layout }: Drawing<S>, from: number, key: string): number | null {
  const last = items.length - 1
  const to = { ArrowRight: Math.min(last, from + 1), ArrowLeft: Math.max(0, from - 1), Home: 0, End: last }[key]
  if (to !== undefined) return to
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  const here = items[from]
  if (step === undefined || here === undefined) return null
  const lane = here.lane + step
  if (lane < 0 || lane >= layout.lanes.length) return from
  const middle = (item: Placed<S>) => item.x + item.width / 2
  const candidates = items.flatMap((item, at) =>
    item.lane === lane ? [{ at, far: Math.abs(middle(item) - middle(here)) }] : [],
  )
  return candidates.toSorted((a, b) => a.far - b.far)[0]?.at ?? from
}
