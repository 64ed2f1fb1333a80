import { withoutPage } from '../../lib/list-search.ts'
import type { ListAddress } from './list-address.ts'
import { RadioChoice } from './radio-choice.tsx'

const CHOICES = [null, true, false] as const

/** Whether a conversation has errors: yes, no, or either. */
export function ErrorsChoice({ address: { search, go } }: { readonly address: ListAddress }) {
  return (
    <RadioChoice
      label="Has errors"
      words={['Any', 'Yes', 'No']}
      chosen={CHOICES.indexOf(search.errors)}
      onChoose={(at) => go(withoutPage({ ...search, errors: CHOICES[at] ?? null }))}
    />
  )
}
