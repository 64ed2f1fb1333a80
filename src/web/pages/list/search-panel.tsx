import { useId } from 'react'
import { formatCount } from '../../lib/format.ts'
import type { ListAddress } from './list-address.ts'
import { RecentSearches } from './recent-list.tsx'
import { useRecentSearches, useRemembered } from './recent-searches.ts'
import { useCompletion } from './search-completion.ts'
import type { SearchDraft } from './search-draft.ts'
import { useFieldKeys, useFieldRelations } from './search-field.ts'
import { useOutcome } from './search-outcome.ts'
import type { Suggestion } from './search-suggestions.ts'
import css from './search-panel.module.css'

/** What stands under the search box while it is used: what is wrong, what can be typed, what Enter does, recent searches. */
export function SearchPanel({
  field,
  draft,
  address: { search },
}: {
  readonly field: HTMLInputElement
  readonly draft: SearchDraft
  readonly address: ListAddress
}) {
  const id = useId()
  const outcome = useOutcome(draft, search)
  useRemembered(outcome.isApplied ? draft.applied : null)
  const recent = useRecentSearches()
  const { isOpen, setOpen, offered, at, move, complete, choose } = useCompletion(field, draft, search)
  const offersRecent = isOpen && draft.text === '' && recent.length > 0
  const hint = isOpen ? outcome.hint : null
  const isShown = offered.length > 0 || offersRecent || hint !== null || draft.notices.length > 0
  useFieldRelations(
    field,
    offered.length > 0 ? `${id}list` : null,
    at === -1 ? null : `${id}${at}`,
    draft.notices.length > 0 ? `${id}notices` : null,
  )
  useFieldKeys(field, {
    move: (step) => {
      if (offersRecent && step === 1) firstRecent(field)?.focus()
      return move(step) || offersRecent
    },
    complete,
    accept: () => {
      if (at !== -1) return complete()
      setOpen(false)
      return false
    },
    escape: () => {
      setOpen(false)
      draft.dismiss()
      // The hint alone is no layer over a text that holds all filters: Esc leaves that text.
      return draft.isWhole ? offered.length + draft.notices.length > 0 : isShown
    },
  })
  const again = (text: string) => {
    field.focus()
    draft.type(text)
    void draft.submit(text)
    setOpen(false)
  }
  return (
    // The focus stays in the field while somebody points at what is below it.
    <div
      role="presentation"
      className={`${css['layer']} ${isShown ? css['shown'] : ''}`}
      onMouseDown={(event) => event.preventDefault()}
    >
      <div role="status" id={`${id}notices`} className={css['notices']}>
        {draft.notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
        {offered.length > 0 && <span className="visually-hidden">{countWords(offered.length)}</span>}
      </div>
      {offered.length > 0 && (
        <div role="listbox" id={`${id}list`} aria-label="Suggestions" className={css['list']}>
          {offered.map((suggestion, index) => (
            <Option
              key={suggestion.text}
              id={`${id}${index}`}
              suggestion={suggestion}
              isActive={index === at}
              onChoose={choose}
            />
          ))}
        </div>
      )}
      {offersRecent && <RecentSearches texts={recent} field={field} onChoose={again} onClose={() => setOpen(false)} />}
      {hint !== null && <p className={css['hint']}>{hint}</p>}
    </div>
  )
}

const firstRecent = (field: HTMLElement) => field.closest('[role=search]')?.querySelector<HTMLElement>('[data-recent]')

const countWords = (count: number) => `${count === 1 ? '1 suggestion' : `${count} suggestions`}, arrows to choose`

/** The field keeps the focus and has the keys; a pointer may choose too. */
function Option({
  id,
  suggestion,
  isActive,
  onChoose,
}: {
  readonly id: string
  readonly suggestion: Suggestion
  readonly isActive: boolean
  readonly onChoose: (suggestion: Suggestion) => void
}) {
  const { text, label, count } = suggestion
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above keeps the focus, and hears the keys
    <div role="option" id={id} aria-selected={isActive} className={css['option']} onClick={() => onChoose(suggestion)}>
      <span className={css['text']}>{text}</span> <span className={css['label']}>{label}</span>{' '}
      <span className={css['count']}>{count !== null && formatCount(count)}</span>
    </div>
  )
}
