import { CSPProvider } from '@base-ui/react/csp-provider'
import { Menu } from '@base-ui/react/menu'
import { useRef, useState } from 'react'
import type { CellValue } from './cell-values.ts'
import type { ListAddress } from './list-address.ts'
import css from './cell-menu.module.css'

/** Where the menu stands: beside an element, or at the pointer. */
export type MenuAnchor = Element | { readonly getBoundingClientRect: () => DOMRect }

/** What can be done with what stands in a cell: filter by it, exclude it, copy it. Load it lazily: it brings Base UI's menu. */
export function CellMenu({
  values,
  address: { search, go },
  anchor,
  focusAfter,
  onClose,
}: {
  readonly values: readonly CellValue[]
  readonly address: ListAddress
  readonly anchor: MenuAnchor
  /** What gets the focus when the menu closes. */
  readonly focusAfter: HTMLElement | null
  readonly onClose: () => void
}) {
  const isExcluding = useRef(false)
  // The row of a value that was excluded goes: the focus must not go with it.
  const finalFocus = () => (isExcluding.current ? document.querySelector('h1') : focusAfter)
  const choose = (change: CellValue['only'], excludes: boolean) => {
    isExcluding.current = excludes
    if (change) go(change(search))
  }
  return (
    <CSPProvider disableStyleElements>
      <Menu.Root open onOpenChange={(open) => !open && onClose()}>
        <Menu.Portal>
          <Menu.Positioner
            anchor={anchor}
            align="start"
            sideOffset={2}
            collisionPadding={8}
            className={css['positioner']}
          >
            <Menu.Popup
              className={css['menu']}
              aria-label={values.map(({ name }) => name).join(' and ')}
              finalFocus={finalFocus}
              // The key that opened the menu would open the browser's own on top of it.
              onContextMenu={(event) => event.preventDefault()}
            >
              {values.map((value, index) => (
                <Menu.Group key={value.name} className={css['group']}>
                  <Menu.GroupLabel className={css['label']}>
                    {value.name} <bdi>{value.shown}</bdi>
                  </Menu.GroupLabel>
                  {value.only && (
                    <Menu.Item className={css['item']} onClick={() => choose(value.only, false)}>
                      Filter by {index === 0 ? 'this' : value.name.toLowerCase()}
                    </Menu.Item>
                  )}
                  {value.without && (
                    <Menu.Item className={css['item']} onClick={() => choose(value.without, true)}>
                      Exclude {index === 0 ? 'this' : value.name.toLowerCase()}
                    </Menu.Item>
                  )}
                  {value.text !== null && (
                    <CopyItem text={value.text} label={index === 0 ? 'Copy' : `Copy ${value.name.toLowerCase()}`} />
                  )}
                </Menu.Group>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </CSPProvider>
  )
}

/** Copies a text, and says in its own place whether that worked. */
function CopyItem({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState<string | null>(null)
  const copy = () => {
    if (navigator.clipboard === undefined) return setOutcome('Copying is not allowed here')
    void navigator.clipboard.writeText(text).then(
      () => setOutcome('Copied'),
      () => setOutcome('Copying was refused'),
    )
  }
  return (
    <Menu.Item className={css['item']} closeOnClick={false} onClick={copy}>
      <span aria-live="polite">{outcome ?? label}</span>
    </Menu.Item>
  )
}
