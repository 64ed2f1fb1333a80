import { formatCount } from '../../lib/format.ts'
import { isReading, type Source } from '../../query/sources.ts'

/** Why the numbers are lower bounds, or a search takes longer than it should: what is not read or not indexed yet. */
export function IndexNotes({ sources, exact }: { readonly sources: readonly Source[]; readonly exact: boolean }) {
  const reading = sources.filter(isReading)
  const lost = sources.filter(({ reachable, complete }) => !reachable && !complete)
  const behind = sources.filter(({ text_index: { done, total } }) => done < total)
  return (
    <>
      {reading.map(({ id, name, progress }) => (
        <span key={id}>
          reading {name}: {formatCount(progress.read)} of {formatCount(progress.total)}
        </span>
      ))}
      {lost.map(({ id, name }) => (
        <span key={id}>{name} cannot be read</span>
      ))}
      {behind.map(({ id, name, text_index: { done, total } }) => (
        <span key={`${id} text`}>
          text index of {name}: {formatCount(done)} of {formatCount(total)} events
        </span>
      ))}
      {!exact && reading.length + lost.length + behind.length === 0 && (
        <span>events of some conversations have not been read yet: they are found once those are opened</span>
      )}
    </>
  )
}
