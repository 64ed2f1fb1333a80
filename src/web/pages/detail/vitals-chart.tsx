import { lazy, useState, type PointerEvent } from 'react'
import { formatAbsolute, formatClock, type Zone } from '../../lib/format-time.ts'
import { formatCost, formatPlural } from '../../lib/format.ts'
import { pointAt, toStepPath, type UsageCurve, type UsageMeasure } from '../../lib/usage-curve.ts'
import { useNow } from '../../ui/clock.ts'
import { PopupButton } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import css from './vitals.module.css'

const loadTable = () => import('./vitals-table.tsx')
const VitalsTable = lazy(async () => ({ default: (await loadTable()).VitalsTable }))

/** Units of the picture, which is stretched to the width that there is. */
const [WIDTH, HEIGHT] = [280, 44]

/** A total as people read it. */
export function formatTotal(measure: UsageMeasure, value: number): string {
  return measure === 'cost' ? formatCost(value) : formatPlural(value, 'token')
}

/** What was used so far over time. Pointed at, it says how much it was by then; the numbers are in a table too. */
export function VitalsChart({ curve }: { readonly curve: UsageCurve }) {
  const now = useNow()
  const [zone] = useZone()
  const [share, setShare] = useState<number | null>(null)
  const { measure, points } = curve
  const [first, last] = [points[0], points.at(-1)]
  const pointed = share === null ? undefined : pointAt(curve, share)
  const path = toStepPath(curve, WIDTH, HEIGHT)
  const onPointerMove = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setShare(Math.min(1, Math.max(0, (clientX - left) / width)))
  }
  const words = (point: typeof first) =>
    point === undefined ? '' : `${timeWords(point.at, now, zone)} · ${formatTotal(measure, point.value)}`
  const name = measure === 'cost' ? 'Cost over time' : 'Tokens over time'
  return (
    <figure className={css['chart']}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}: ${words(first)}, ${words(last)}`}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setShare(null)}
      >
        <path className={css['area']} d={`${path}V${HEIGHT}Z`} />
        <path className={css['curve']} d={path} vectorEffect="non-scaling-stroke" />
        {share !== null && (
          <path className={css['pointer']} d={`M${share * WIDTH},0V${HEIGHT}`} vectorEffect="non-scaling-stroke" />
        )}
      </svg>
      <figcaption>
        <span>{pointed === undefined ? name : words(pointed)}</span>
        <PopupButton
          label="As table"
          look="plain"
          preload={() => void loadTable()}
          popup={(popup) => <VitalsTable {...popup} curve={curve} name={name} />}
        />
      </figcaption>
    </figure>
  )
}

/** The clock of today, with the day of every other. */
function timeWords(ms: number, now: number, zone: Zone): string {
  return now - ms < 12 * 3600e3 ? formatClock(ms, zone) : formatAbsolute(ms, now, zone)
}
