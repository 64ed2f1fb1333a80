import type { Source } from '../../query/sources.ts'
import { EmptyList, GIVE_A_DIRECTORY } from './list-states.tsx'

/** No source has a conversation: where Lookout looked, and how to point it elsewhere. */
export function NothingExists({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <EmptyList title="No conversations yet">
      {sources.length > 0 && (
        <>
          <p>Lookout looked here and shows what turns up, as soon as it does:</p>
          <ul>
            {sources.map((source) => (
              <li key={source.id}>
                <span className="mono">{source.location}</span>
                {source.error !== null && `: ${source.error}`}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>To look elsewhere, start it with one or more directories of an OpenHands Agent Server or CLI:</p>
      <pre>{GIVE_A_DIRECTORY}</pre>
    </EmptyList>
  )
}
