import { useId, type KeyboardEvent } from 'react'
import { walkByArrow } from '../../ui/arrow-focus.ts'
import { Icon } from '../../ui/icon.tsx'
import { recentSearches } from './recent-searches.ts'
import css from './search-panel.module.css'

/** The searches of this browser: each can be done again, or forgotten. Arrows walk over them, and back into the field. */
export function RecentSearches({
  texts,
  field,
  onChoose,
  onClose,
}: {
  readonly texts: readonly string[]
  readonly field: HTMLInputElement
  readonly onChoose: (text: string) => void
  readonly onClose: () => void
}) {
  const id = useId()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (walkByArrow(event, '[data-recent]', () => field.focus()) || event.key !== 'Escape') return
    field.focus()
    onClose()
    event.preventDefault()
    event.stopPropagation()
  }
  const forget = (text: string) => {
    // Its own button goes with it.
    field.focus()
    recentSearches.update((before) => before.filter((each) => each !== text))
  }
  return (
    <div className={css['recent']}>
      <p id={id}>Recent searches</p>
      <ul aria-labelledby={id} onKeyDown={onKeyDown}>
        {texts.map((text) => (
          <li key={text}>
            <button type="button" data-recent title={text} onClick={() => onChoose(text)}>
              {text}
            </button>
            <button type="button" aria-label={`Forget ${text}`} onClick={() => forget(text)}>
              <Icon name="close" size={13} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
