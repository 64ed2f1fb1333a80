import { formatCount, formatPlural } from '../../lib/format.ts'
import { SOURCES_PATH } from '../../lib/paths.ts'
import { isReading, type Source } from '../../query/sources.ts'
import { Link } from '../../ui/link.tsx'
import { GIVE_A_DIRECTORY } from './list-states.tsx'
import css from './list-footer.module.css'

/** What the reader has to know of the sources: not their own, reading, failing, unreadable files. */
export function SourceNotes({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <>
      {sources.some(({ sample }) => sample) && (
        <details className={css['fold']}>
          <summary>This is the bundled sample</summary>
          To see your own: <code className="mono">{GIVE_A_DIRECTORY}</code>
        </details>
      )}
      {sources.filter(isReading).map((source) => (
        <span key={source.id}>
          reading {source.name}: {formatCount(source.progress.read)} of {formatCount(source.progress.total)}
        </span>
      ))}
      {sources
        .filter((source) => !source.reachable)
        .map((source) => (
          <span key={source.id} title={source.location}>
            {source.name} cannot be read: {source.error ?? 'no reason given'}
          </span>
        ))}
      {sources.flatMap(({ id, name, notes }) =>
        notes.map((note) => (
          <span key={`${id} ${note}`}>
            {name}: {note}
          </span>
        )),
      )}
      <Unreadable sources={sources} />
      {sources.some(hasMore) && (
        <Link to={SOURCES_PATH} className={css['more']}>
          See sources
        </Link>
      )}
    </>
  )
}

/** Whether the page of the sources has to say something of it that no row does. */
function hasMore({ reachable, complete, notes, unreadable }: Source): boolean {
  return !reachable || !complete || notes.length > 0 || unreadable.length > 0
}

function Unreadable({ sources }: { readonly sources: readonly Source[] }) {
  const files = sources.flatMap((source) => source.unreadable)
  if (files.length === 0) return null
  return (
    <details className={css['fold']}>
      <summary>{formatPlural(files.length, 'unreadable file')}</summary>
      <ul>
        {files.map(({ path, reason }) => (
          <li key={path}>
            <span className="mono">{path}</span>: {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}
