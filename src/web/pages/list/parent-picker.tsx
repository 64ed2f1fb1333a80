import { withChoice, type Choice } from '../../lib/list-search.ts'
import { NONE } from '../../lib/search-params.ts'
import { TypedFields } from '../../ui/typed-fields.tsx'
import type { ListAddress } from './list-address.ts'
import { RadioChoice } from './radio-choice.tsx'

const NOTHING: Choice = { include: [], exclude: [] }
const CHOICES: readonly Choice[] = [NOTHING, { include: [NONE], exclude: [] }, { include: [], exclude: [NONE] }]

/** Whose sub-conversations are listed: of anybody, of nobody, or of those whose ids are typed or pasted, with their address too. */
export function ParentPicker({
  address: { search, go },
  takesFocus,
  onDone,
}: {
  readonly address: ListAddress
  readonly takesFocus: boolean
  readonly onDone: () => void
}) {
  const choice = search.values.parent
  const choose = (next: Choice) => go(withChoice(search, 'parent', next))
  const ids = choice.include.filter((value) => value !== NONE)
  return (
    <>
      <RadioChoice
        label="Parent"
        words={['Any', 'None', 'Some']}
        chosen={CHOICES.findIndex((each) => JSON.stringify(each) === JSON.stringify(choice))}
        onChoose={(at) => choose(CHOICES[at] ?? NOTHING)}
      />
      <TypedFields
        fields={[{ label: 'Ids', text: ids.join(' '), placeholder: 'Paste an id or its address' }]}
        read={(text) => ({ value: readIds(text) })}
        takesFocus={takesFocus}
        onApply={([typed = null]) => {
          onDone()
          choose({ include: typed ?? [], exclude: choice.exclude })
        }}
      />
    </>
  )
}

/** Ids of conversations in a text: of addresses their last part, in the form without dashes that the index has. */
function readIds(text: string): readonly string[] | null {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  const ids = words.map((word) => {
    const id = /\/conversations\/([^/?#]+)/.exec(word)?.[1] ?? word
    return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.replaceAll('-', '').toLowerCase() : id
  })
  return ids.length === 0 ? null : [...new Set(ids)]
}
