import { formatCount, formatPlural } from '../../lib/format.ts'
import { isReading, type Source } from '../../query/sources.ts'
import css from './list-footer.module.css'

/** What the reader has to know of the sources: reading, failing, unreadable files. */
export function SourceNotes({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <>
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
    </>
  )
}

function Unreadable({ sources }: { readonly sources: readonly Source[] }) {
  const files = sources.flatMap((source) => source.unreadable)
  if (files.length === 0) return null
  return (
    <details className={css['unreadable']}>
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
