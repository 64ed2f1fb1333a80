import { lazy } from 'react'
import { ALL_CONVERSATIONS, findView, isModified } from '../../lib/saved-views.ts'
import { PopupButton } from '../../ui/popup-button.tsx'
import type { ListAddress } from './list-address.ts'
import { useSavedViews } from './views-store.ts'
import css from './views-button.module.css'

const loadPopup = () => import('./views-popup.tsx')
const ViewsPopup = lazy(async () => ({ default: (await loadPopup()).ViewsPopup }))

/** The view in use, and whether the list is another one by now; opens all views. */
export function ViewsButton({ address }: { readonly address: ListAddress }) {
  const { search } = address
  const view = findView(useSavedViews(), search.view) ?? ALL_CONVERSATIONS
  return (
    <span className={css['views']}>
      <PopupButton
        look="plain"
        label={
          <span className={css['label']}>
            <span className={css['name']}>{view.name}</span> {isModified(view, search) && <small>Modified</small>}
          </span>
        }
        preload={() => void loadPopup()}
        popup={(popup) => <ViewsPopup {...popup} address={address} />}
      />
    </span>
  )
}
