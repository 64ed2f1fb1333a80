import { Suspense, useRef, useState, type ReactNode } from 'react'
import { Button, type ButtonLook } from './button.tsx'
import { Icon } from './icon.tsx'
import css from './button.module.css'

/** What a popup needs of the button that opens it. */
export interface PopupAnchor {
  readonly anchor: HTMLElement
  readonly onClose: () => void
}

/**
 * A button that opens a popup, and closes it when pressed again. `popup` renders it, lazily loaded; `preload` starts to load its
 * code as soon as the pointer or the focus comes near. `count` of what is chosen there stands in the arrow's place, so that the
 * button never grows.
 */
export function PopupButton({
  label,
  count = 0,
  look = 'normal',
  preload,
  popup,
}: {
  readonly label: ReactNode
  readonly count?: number
  readonly look?: ButtonLook
  readonly preload: () => void
  readonly popup: (anchor: PopupAnchor) => ReactNode
}) {
  const button = useRef<HTMLButtonElement>(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <Button
        ref={button}
        look={look}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setAnchor(anchor === null ? button.current : null)}
      >
        {label} {count === 0 ? <Icon name="chevron-down" size={13} /> : <b className={css['count']}>{count}</b>}
      </Button>
      {anchor !== null && <Suspense>{popup({ anchor, onClose: () => setAnchor(null) })}</Suspense>}
    </>
  )
}
