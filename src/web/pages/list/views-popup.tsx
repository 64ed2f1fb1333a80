import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { BUILT_IN_VIEWS, MOST_VIEWS, slugOf, type SavedView } from '../../lib/saved-views.ts'
import { walkByArrow } from '../../ui/arrow-focus.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import type { ListAddress } from './list-address.ts'
import { NameForm } from './view-name-form.tsx'
import { useViewsActions } from './views-actions.ts'
import options from '../../ui/options.module.css'
import css from './views-popup.module.css'

/** All views: those that everybody has and one's own, to use, save, reset, rename and delete. */
export function ViewsPopup({ address, anchor, onClose }: PopupAnchor & { readonly address: ListAddress }) {
  const actions = useViewsActions(address)
  const { views, inUse, isModified, isFull, gone } = actions
  const [form, setForm] = useState<SavedView | 'new' | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const leave = () => {
    onClose()
    anchor.focus()
  }
  const use = (view: SavedView) => {
    actions.apply(view)
    leave()
  }
  /** Closes the form, and puts the focus on the view that it was about. */
  const closeForm = (name: string) => {
    flushSync(() => setForm(null))
    list.current?.querySelector<HTMLElement>(`[data-view="${CSS.escape(slugOf(name))}"]`)?.focus()
  }
  return (
    <Popup anchor={anchor} label="Views" onClose={onClose}>
      <ul
        ref={list}
        className={`${options['list']} ${css['list']}`}
        aria-label="Views"
        onKeyDown={(event) => walkByArrow(event, '[data-view]')}
      >
        {[...BUILT_IN_VIEWS, ...views].map((view) => (
          <li key={view.name} className={`${options['row']} ${css['row']}`}>
            {form === view ? (
              <NameForm
                name={view.name}
                verb="Rename"
                onSubmit={(name) => {
                  const problem = actions.rename(view, name)
                  if (problem === null) closeForm(name)
                  return problem
                }}
                onCancel={() => closeForm(view.name)}
              />
            ) : (
              <ViewItem
                view={view}
                isInUse={view === inUse}
                isOwn={views.includes(view)}
                onUse={() => use(view)}
                onRename={() => setForm(view)}
                onRemove={() => {
                  flushSync(() => actions.remove(view))
                  list.current?.parentElement?.querySelector<HTMLElement>('[data-undo]')?.focus()
                }}
              />
            )}
          </li>
        ))}
      </ul>
      <div role="status" className={css['said']}>
        {gone !== null && (
          <p>
            Deleted “{gone.view.name}”.{' '}
            <Button
              look="plain"
              data-undo
              onClick={() => {
                flushSync(actions.undo)
                closeForm(gone.view.name)
              }}
            >
              Undo
            </Button>
          </p>
        )}
        {actions.isFleeting && <p>This browser keeps nothing: views last as long as this page.</p>}
        {isFull && <p>{MOST_VIEWS} views are saved, and more do not fit. Delete one to save another.</p>}
      </div>
      {form === 'new' ? (
        <NameForm
          name=""
          verb="Save"
          onSubmit={(name) => {
            const problem = actions.saveAs(name)
            if (problem === null) closeForm(name)
            return problem
          }}
          onCancel={() => setForm(null)}
        />
      ) : (
        <div className={css['foot']}>
          {isModified && views.includes(inUse) && (
            <Button look="primary" onClick={() => actions.save() && leave()}>
              Save
            </Button>
          )}
          <Button disabled={isFull} onClick={() => setForm('new')}>
            Save as…
          </Button>
          {isModified && (
            <Button look="plain" onClick={() => use(inUse)}>
              Reset
            </Button>
          )}
        </div>
      )}
    </Popup>
  )
}

/** One view: pressing it uses it; one's own can be renamed and deleted. */
function ViewItem({
  view,
  isInUse,
  isOwn,
  onUse,
  onRename,
  onRemove,
}: {
  readonly view: SavedView
  readonly isInUse: boolean
  readonly isOwn: boolean
  readonly onUse: () => void
  readonly onRename: () => void
  readonly onRemove: () => void
}) {
  return (
    <>
      <button
        type="button"
        data-view={slugOf(view.name)}
        className={options['option']}
        aria-current={isInUse}
        title={view.name}
        onClick={onUse}
      >
        {isInUse ? <Icon name="check" size={15} /> : <span />}
        <span className={options['name']}>{view.name}</span>
      </button>
      {isOwn && (
        <span className={css['actions']}>
          <button type="button" aria-label={`Rename ${view.name}`} onClick={onRename}>
            Rename
          </button>
          <button type="button" aria-label={`Delete ${view.name}`} onClick={onRemove}>
            Delete
          </button>
        </span>
      )}
    </>
  )
}
