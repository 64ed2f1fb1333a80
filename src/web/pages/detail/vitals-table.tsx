import { formatFull } from '../../lib/format-time.ts'
import type { UsageCurve } from '../../lib/usage-curve.ts'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { useZone } from '../../ui/preferences.ts'
import { formatTotal } from './vitals-chart.tsx'
import css from './vitals.module.css'

/** A curve in numbers, newest first. */
export function VitalsTable({
  curve: { measure, points },
  name,
  anchor,
  onClose,
}: PopupAnchor & { readonly curve: UsageCurve; readonly name: string }) {
  const [zone] = useZone()
  return (
    <Popup anchor={anchor} label={name} onClose={onClose}>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={name}>
        <table>
          <caption className="visually-hidden">{name}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">So far</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ at, value }, index) => (
              <tr key={index}>
                <th scope="row">
                  <time dateTime={new Date(at).toISOString()}>{formatFull(at, zone)}</time>
                </th>
                <td>{formatTotal(measure, value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Popup>
  )
}
