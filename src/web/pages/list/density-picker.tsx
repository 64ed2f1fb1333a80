import { DENSITIES, type Density } from '../../lib/table-layout.ts'
import css from './columns-popup.module.css'

const LABELS: Readonly<Record<Density, string>> = {
  compact: 'Compact',
  default: 'Default',
  comfortable: 'Comfortable',
}

/** How high the rows are; comfortable ones have two lines. */
export function DensityPicker({
  chosen,
  onChoose,
}: {
  readonly chosen: Density
  readonly onChoose: (density: Density) => void
}) {
  return (
    <fieldset className={css['density']}>
      <legend className="visually-hidden">Density</legend>
      {DENSITIES.map((density) => (
        <label key={density}>
          <input
            type="radio"
            name="density"
            className="visually-hidden"
            checked={density === chosen}
            onChange={() => onChoose(density)}
          />
          <span>{LABELS[density]}</span>
        </label>
      ))}
    </fieldset>
  )
}
