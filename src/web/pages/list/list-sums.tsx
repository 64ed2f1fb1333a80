import { useQuery } from '@tanstack/react-query'
import { describeSums } from '../../lib/sums-words.ts'
import type { ListSearch } from '../../lib/list-search.ts'
import { conversationSums, filterHash } from '../../query/figures.ts'
import { Button } from '../../ui/button.tsx'
import { useZone, zoneName } from '../../ui/preferences.ts'
import css from './list-footer.module.css'

/** What all conversations under the filters cost and hold together. `isExact` false: a source is still being read. */
export function ListSums({
  search,
  revision,
  isExact,
}: {
  readonly search: ListSearch
  readonly revision: string | null
  readonly isExact: boolean
}) {
  const [zone] = useZone()
  const answer = useQuery(conversationSums(search, zoneName(zone), revision))
  if (answer.data === undefined && answer.error) {
    return (
      <span role="status">
        Sums could not be loaded{' '}
        <Button look="plain" title={answer.error.message} onClick={() => void answer.refetch()}>
          Load again
        </Button>
      </span>
    )
  }
  if (answer.data === undefined) return null
  const { body, filter } = answer.data
  return (
    <span className={filter === filterHash(search, zoneName(zone)) ? '' : css['old']}>
      {describeSums(body, isExact).join(' · ')}
    </span>
  )
}
