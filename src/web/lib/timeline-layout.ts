import { scaleLinear } from 'd3-scale'

/** Where a span stands in time, in UTC ms; end null: it has no known length. */
export interface Timed {
  readonly start: number
  readonly end: number | null
}

/** A lane of the picture before it is laid out. */
export interface LaneSpans<S extends Timed> {
  readonly name: string
  readonly spans: readonly S[]
  /** Its spans last as long as what happens in them: only their beginning is no pause. */
  readonly isFrame?: boolean
}

/** A span in pixels. `level` counts from the top of its lane. */
export interface Placed<S> {
  readonly span: S
  readonly lane: number
  readonly level: number
  readonly x: number
  readonly width: number
}

/** A pause that is folded to a strip: a wide one has room for its length. Times in UTC ms. */
export interface Fold {
  readonly x: number
  readonly width: number
  readonly isWide: boolean
  readonly start: number
  readonly end: number
}

/** A stretch of time that is drawn to scale. */
export interface Stretch {
  readonly start: number
  readonly end: number
  readonly x: number
  readonly width: number
}

export interface TimelineLayout<S> {
  readonly lanes: readonly { readonly name: string; readonly levels: number }[]
  /** By lane, then in the order of their beginning. */
  readonly placed: readonly Placed<S>[]
  readonly folds: readonly Fold[]
  readonly stretches: readonly Stretch[]
  /** Pauses of five minutes or more that are drawn to scale, because there are too many. */
  readonly unfolded: number
  /** The moment at a place of the picture. */
  readonly timeAt: (x: number) => number
}

/** Pauses of this length are folded. */
export const PAUSE_MS = 5 * 60_000
/** Levels of a lane; what lies deeper is drawn on the last. */
export const MOST_LEVELS = 6
/** Widths of a folded pause, with room for its length and without. */
const [WIDE_PX, NARROW_PX] = [50, 9]
/** For each wide fold there is at least so much picture; where that is too little for all of them, for each of the longest. */
const [PX_PER_FOLD, PX_PER_LONG_FOLD] = [130, 260]
/** Part of the picture that narrow folds may take. */
const NARROW_PART = 0.35
/** What takes no time is seen, and a stretch of one moment too. */
const LEAST_PX = 3
const LEAST_STRETCH_PX = 10

/** Lays lanes of spans out over a width in pixels: one scale for all, long pauses folded, what overlaps in a lane one below the other. */
export function layOutTimeline<S extends Timed>(lanes: readonly LaneSpans<S>[], widthPx: number): TimelineLayout<S> {
  const { times, pauses, unfolded } = stretchesOf(
    lanes.flatMap(({ spans, isFrame }): readonly Timed[] =>
      isFrame === true ? spans.map(({ start }) => ({ start, end: null })) : spans,
    ),
    widthPx,
  )
  const { stretches, folds } = place(times, pauses, widthPx)
  const scale = scaleLinear(
    stretches.flatMap(({ start, end }) => [start, end]),
    stretches.flatMap(({ x, width }) => [x, x + width]),
  ).clamp(true)
  const stacked = lanes.map(({ spans }) => stack(spans))
  return {
    lanes: lanes.map(({ name }, at) => ({
      name,
      levels: 1 + Math.max(0, ...(stacked[at] ?? []).map(({ level }) => level)),
    })),
    placed: stacked.flatMap((spans, lane) =>
      spans.map(({ span, level }) => {
        const [from, to] = [scale(span.start), scale(span.end ?? span.start)]
        const width = Math.max(LEAST_PX, to - from)
        return { span, lane, level, x: Math.min(from, widthPx - width), width }
      }),
    ),
    folds,
    stretches,
    unfolded,
    timeAt: (x) => scale.invert(x),
  }
}

interface Pause {
  readonly from: number
  readonly to: number
}

/**
 * The times at which something went on, and the folded pauses between them: all long ones, or the longest if they are too many. Of
 * those the longest are wide.
 */
function stretchesOf(spans: readonly Timed[], widthPx: number) {
  const ordered = spans.toSorted((a, b) => a.start - b.start)
  const first = ordered[0]
  if (first === undefined) return { times: [], pauses: [], unfolded: 0 }
  const all: Pause[] = []
  let end = first.start
  for (const span of ordered) {
    if (span.start - end >= PAUSE_MS) all.push({ from: end, to: span.start })
    end = Math.max(end, span.end ?? span.start)
  }
  const areWide = all.length <= widthPx / PX_PER_FOLD
  const mostWide = Math.floor(widthPx / (areWide ? PX_PER_FOLD : PX_PER_LONG_FOLD))
  const most = areWide ? mostWide : mostWide + Math.floor((widthPx * NARROW_PART) / NARROW_PX)
  const pauses = all
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, most)
    .map((pause, rank) => ({ ...pause, isWide: rank < mostWide }))
    .toSorted((a, b) => a.from - b.from)
  const starts = [first.start, ...pauses.map(({ to }) => to)]
  const ends = [...pauses.map(({ from }) => from), end]
  return {
    times: starts.map((start, at) => ({ from: start, to: Math.max(start + 1, ends[at] ?? start) })),
    pauses,
    unfolded: all.length - pauses.length,
  }
}

function place(times: readonly Pause[], pauses: readonly (Pause & { readonly isWide: boolean })[], widthPx: number) {
  const foldPx = ({ isWide }: { readonly isWide: boolean }) => (isWide ? WIDE_PX : NARROW_PX)
  const taken = pauses.reduce((sum, pause) => sum + foldPx(pause), 0)
  const least = Math.min(LEAST_STRETCH_PX, (widthPx - taken) / times.length / 2)
  const free = Math.max(0, widthPx - taken - least * times.length)
  const total = times.reduce((sum, { from, to }) => sum + to - from, 0)
  const stretches: Stretch[] = []
  const folds: Fold[] = []
  let x = 0
  for (const [at, { from, to }] of times.entries()) {
    const width = least + ((to - from) / total) * free
    stretches.push({ start: from, end: to, x, width })
    x += width
    const pause = pauses[at]
    if (pause === undefined) continue
    folds.push({ x, width: foldPx(pause), isWide: pause.isWide, start: pause.from, end: pause.to })
    x += foldPx(pause)
  }
  return { stretches, folds }
}

/** Gives each span the highest level that is free when it begins; where none is, the last. */
function stack<S extends Timed>(spans: readonly S[]): readonly { readonly span: S; readonly level: number }[] {
  const busyUntil: number[] = []
  return spans
    .toSorted((a, b) => a.start - b.start)
    .map((span) => {
      const free = busyUntil.findIndex((until) => until <= span.start)
      const level = free === -1 ? Math.min(busyUntil.length, MOST_LEVELS - 1) : free
      busyUntil[level] = Math.max(busyUntil[level] ?? span.start, span.end ?? span.start)
      return { span, level }
    })
}
