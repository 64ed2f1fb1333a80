import { withoutPage } from '../../lib/search-params.ts'
import type { ListAddress } from './list-address.ts'
import css from './filter-menu.module.css'

const CHOICES = [
  ['Any', null],
  ['Yes', true],
  ['No', false],
] as const

/** Whether a conversation has errors: yes, no, or either. */
export function ErrorsChoice({ address: { search, go } }: { readonly address: ListAddress }) {
  return (
    <div className={css['choice']} role="radiogroup" aria-label="Has errors">
      <span>Has errors</span>
      {CHOICES.map(([word, errors]) => (
        <label key={word}>
          <input
            type="radio"
            name="errors"
            checked={search.errors === errors}
            onChange={() => go(withoutPage({ ...search, errors }))}
          />
          {word}
        </label>
      ))}
    </div>
  )
}
