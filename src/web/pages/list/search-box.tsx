import { Suspense, lazy, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { conversationPath, eventPath } from '../../lib/paths.ts'
import { isFiltered } from '../../lib/search-params.ts'
import { Icon } from '../../ui/icon.tsx'
import { navigate } from '../../ui/navigation.tsx'
import type { ListAddress } from './list-address.ts'
import { UUID, useSearchDraft, type SearchDraft } from './search-draft.ts'
import fieldCss from '../../ui/search-field.module.css'
import css from './search-box.module.css'

const loadPanel = () => import('./search-panel.tsx')
const SearchPanel = lazy(async () => ({ default: (await loadPanel()).SearchPanel }))

/** Text over titles and events, and filters as text. A pasted id of something that exists opens it. */
export function SearchBox({ address }: { readonly address: ListAddress }) {
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const [wasFocused, setWasFocused] = useState(false)
  const draft = useSearchDraft(address, ({ conversationId, eventId }) =>
    navigate(eventId === null ? conversationPath(conversationId) : eventPath(conversationId, eventId)),
  )
  return (
    <div className={`${css['box']} ${draft.isWhole ? css['wide'] : ''}`}>
      <div className={`${fieldCss['field']} ${css['search']}`} onPointerEnter={() => void loadPanel()}>
        <label>
          <Icon name="search" size={15} />
          <input
            ref={setField}
            type="search"
            aria-label="Search"
            placeholder="Search, paste an id, or type status:error"
            autoComplete="off"
            spellCheck={false}
            value={draft.text}
            onFocus={() => setWasFocused(true)}
            onChange={(event) => draft.type(event.target.value)}
            onKeyDown={(event) => onKeyDown(event, draft)}
            onPaste={(event) => onPaste(event, draft)}
          />
          <kbd className={fieldCss['key']} aria-hidden="true">
            /
          </kbd>
        </label>
        {isFiltered({ ...address.search, q: '' }) && !draft.isWhole && (
          <button
            type="button"
            aria-label="Edit as text"
            title="Edit all filters as text"
            onClick={() => void draft.editAll().then(() => field?.focus())}
          >
            <Icon name="pencil" size={14} />
          </button>
        )}
      </div>
      {wasFocused && field && (
        <Suspense>
          <SearchPanel field={field} draft={draft} address={address} />
        </Suspense>
      )}
    </div>
  )
}

/** The panel hears of keys first, and keeps those that are for what it shows. */
function onKeyDown(event: KeyboardEvent<HTMLInputElement>, draft: SearchDraft) {
  if (event.nativeEvent.isComposing) return
  if (event.key === 'Enter') void draft.submit(event.currentTarget.value)
  if (event.key !== 'Escape' || !draft.isWhole) return
  // Or the browser would take the text away, which is for the next press.
  event.preventDefault()
  draft.leave()
}

function onPaste(event: ClipboardEvent<HTMLInputElement>, draft: SearchDraft) {
  const id = event.clipboardData.getData('text').trim()
  if (UUID.test(id)) void draft.paste(id)
}
