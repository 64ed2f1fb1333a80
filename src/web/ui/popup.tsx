import { CSPProvider } from '@base-ui/react/csp-provider'
import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import css from './popup.module.css'

/**
 * A panel beside `anchor`, open for as long as it is rendered. Esc and a press elsewhere ask to close it; Esc gives the focus
 * back to the anchor. Load it lazily: it is the only user of Base UI.
 */
export function Popup({
  anchor,
  label,
  isWide = false,
  onClose,
  children,
}: {
  readonly anchor: HTMLElement
  readonly label: string
  /** As wide as what is in it, where the window allows it. */
  readonly isWide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <CSPProvider disableStyleElements>
      <Popover.Root
        open
        onOpenChange={(open, { event, reason }) => {
          // A press on the anchor itself is left to the anchor, which closes too: both would open it again.
          if (open || (event.target instanceof Node && anchor.contains(event.target))) return
          onClose()
          if (reason === 'escape-key') anchor.focus()
        }}
      >
        <Popover.Portal>
          <Popover.Positioner
            anchor={anchor}
            align="start"
            sideOffset={6}
            collisionPadding={8}
            className={css['positioner']}
          >
            <Popover.Popup
              aria-label={label}
              className={`${css['popup']} ${isWide ? css['wide'] : ''}`}
              finalFocus={() => anchor}
            >
              {children}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </CSPProvider>
  )
}
