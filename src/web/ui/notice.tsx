import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import css from './notice.module.css'

/** A line above the content that says what happened; dismissible where `onDismiss` is given. */
export function Notice({
  tone = 'plain',
  onDismiss,
  action,
  children,
}: {
  readonly tone?: 'plain' | 'warning'
  readonly onDismiss?: (() => void) | undefined
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div role="status" className={`${css['notice']} ${tone === 'warning' ? css['warning'] : ''}`}>
      <span className={css['text']}>{children}</span>
      {action}
      {onDismiss && (
        <Button look="plain" square aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="close" size={14} />
        </Button>
      )}
    </div>
  )
}
