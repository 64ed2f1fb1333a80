import { ChevronDown } from 'lucide-react'
import { formatDuration, formatPlural } from '../../lib/format.ts'
import type { EventRow, EventTurn } from '../../query/events.ts'
import { Time } from '../../ui/time.tsx'
import css from './turn-line.module.css'

/** The line above the first row of a turn: what the turn holds, and a way to fold its steps between question and answer. */
export function TurnLine({
  row,
  turn,
  isFolded,
  onToggle,
}: {
  readonly row: EventRow
  /** Undefined where the rows are not those of the whole transcript: then nothing can be folded. */
  readonly turn: EventTurn | undefined
  readonly isFolded: boolean
  readonly onToggle: (turn: EventTurn) => void
}) {
  const words = (
    <span>
      Turn {row.turn}
      {turn !== undefined && turnWords(turn).map((text) => ` · ${text}`)}
      {row.timestamp !== undefined && (
        <>
          {' · '}
          <Time at={row.timestamp} style="absolute" />
        </>
      )}
    </span>
  )
  if (turn === undefined || turn.steps === 0)
    return (
      <div className={css['turn']} data-unsearched>
        {words}
      </div>
    )
  return (
    <div className={css['turn']} data-unsearched>
      <button
        type="button"
        className={css['turnButton']}
        aria-expanded={!isFolded}
        title={isFolded ? 'Show the steps of this turn' : 'Show question and answer alone'}
        onClick={() => onToggle(turn)}
      >
        <ChevronDown size={13} aria-hidden="true" />
        {words}
      </button>
    </div>
  )
}

function turnWords({ steps, errors, started_at: start, ended_at: end }: EventTurn): readonly string[] {
  const seconds = start === null || end === null ? 0 : (Date.parse(end) - Date.parse(start)) / 1000
  return [
    formatPlural(steps, 'step'),
    ...(errors > 0 ? [formatPlural(errors, 'error')] : []),
    // Clocks that go back say nothing of how long it took.
    ...(seconds > 0 ? [formatDuration(seconds)] : []),
  ]
}
