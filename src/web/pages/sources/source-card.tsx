import { formatDialect, toSourceState, type SourceState } from '../../lib/source-words.ts'
import type { Source } from '../../query/sources.ts'
import { Icon } from '../../ui/icon.tsx'
import { SourceFacts } from './source-facts.tsx'
import { SourceProgress } from './source-progress.tsx'
import { UnreadableFiles } from './unreadable-files.tsx'
import css from './source-card.module.css'

/** One source: what it is, where, how it stands, and what was found there. */
export function SourceCard({ source }: { readonly source: Source }) {
  const { id, name, dialect, sample, error, notes, unreadable } = source
  return (
    <li className={css['card']} aria-labelledby={`source-${id}`}>
      <div className={css['head']}>
        <h2 id={`source-${id}`}>
          <bdi>{name}</bdi>
        </h2>
        <span className="muted">
          {formatDialect(dialect)}
          {sample && ', bundled sample'}
        </span>
        <SourceMark state={toSourceState(source)} />
      </div>
      {error !== null && <p className={css['error']}>{error}</p>}
      <SourceFacts source={source} />
      <SourceProgress source={source} />
      {notes.length > 0 && (
        <ul aria-label="Notes" className={css['notes']}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {unreadable.length > 0 && <UnreadableFiles files={unreadable} />}
    </li>
  )
}

const STATES: Readonly<Record<SourceState, readonly ['check' | 'refresh' | 'close', string]>> = {
  reachable: ['check', 'Reachable'],
  reading: ['refresh', 'Being read for the first time'],
  unreachable: ['close', 'Not reachable'],
}

/** Icon, word and colour of a source's state. */
function SourceMark({ state }: { readonly state: SourceState }) {
  const [icon, words] = STATES[state]
  return (
    <span className={`${css['state']} ${css[state]}`}>
      <Icon name={icon} size={14} />
      {words}
    </span>
  )
}
