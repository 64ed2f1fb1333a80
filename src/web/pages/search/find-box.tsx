import { withChange } from '../../lib/cross-search.ts'
import { SHORTEST_TEXT } from '../../lib/list-search.ts'
import { Icon } from '../../ui/icon.tsx'
import { useTypedText } from '../../ui/typed-text.ts'
import type { FindAddress } from './find-address.ts'
import { moveByArrow } from './find-keys.ts'
import field from '../../ui/search-field.module.css'
import css from './find-bar.module.css'

const DEBOUNCE_MS = 400
/** The longest text that the index searches for. */
const LONGEST_TEXT = 1024

/** The text that events have to say. Typing asks after a pause. */
export function FindBox({ address: { search, go } }: { readonly address: FindAddress }) {
  const typed = useTypedText(search.q, DEBOUNCE_MS, toAsked, (q) => go(withChange(search, { q }), 'replace'))
  const letters = [...typed.value.trim()].length
  return (
    <label className={`${field['field']} ${css['search']}`}>
      <Icon name="search" size={16} />
      <input
        type="search"
        aria-label="Search events"
        aria-describedby="find-hint"
        maxLength={LONGEST_TEXT}
        placeholder="Search all events of all conversations"
        {...typed}
        onKeyDown={(event) => {
          typed.onKeyDown(event)
          // The filters stand between the box and the hits: this is the short way.
          if (event.key === 'ArrowDown') moveByArrow(event)
        }}
      />
      <span id="find-hint" className={css['hint']}>
        {letters > 0 && letters < SHORTEST_TEXT && `at least ${SHORTEST_TEXT} characters`}
      </span>
      <kbd className={field['key']} aria-hidden="true">
        /
      </kbd>
    </label>
  )
}

function toAsked(text: string): string {
  const trimmed = text.trim()
  return [...trimmed].length < SHORTEST_TEXT ? '' : trimmed
}
