import { SORT_KEYS, withoutPage, type Sort, type SortKey } from '../../lib/list-search.ts'
import type { ListAddress } from './list-address.ts'
import css from './list-page.module.css'

/** How each order is called, descending and ascending. */
const ORDER_WORDS: Readonly<Record<SortKey, readonly [string, string]>> = {
  updated: ['Updated, newest first', 'Updated, oldest first'],
  created: ['Created, newest first', 'Created, oldest first'],
  title: ['Title, Z to A', 'Title, A to Z'],
  events: ['Most events', 'Fewest events'],
  cost: ['Highest cost', 'Lowest cost'],
  duration: ['Longest', 'Shortest'],
}

const ORDERS: readonly Sort[] = SORT_KEYS.flatMap((key) => [
  { key, descending: true },
  { key, descending: false },
])

/** All orders, also those without a column, and the only way to sort where rows are cards. */
export function SortSelect({ address: { search, go } }: { readonly address: ListAddress }) {
  const chosen = ORDERS.findIndex(
    ({ key, descending }) => key === search.sort.key && descending === search.sort.descending,
  )
  return (
    <label className={css['sort']}>
      <span aria-hidden="true">Sort</span>
      <select
        aria-label="Sort"
        value={chosen}
        onChange={(event) => {
          const sort = ORDERS[Number(event.target.value)]
          if (sort) go(withoutPage({ ...search, sort }))
        }}
      >
        {ORDERS.map(({ key, descending }, index) => (
          <option key={`${key}${descending}`} value={index}>
            {ORDER_WORDS[key][descending ? 0 : 1]}
          </option>
        ))}
      </select>
    </label>
  )
}
