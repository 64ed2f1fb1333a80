import type { ReactNode } from 'react'
import { Button, type ButtonLook } from './button.tsx'
import { Icon } from './icon.tsx'
import css from './page.module.css'

/** The ways to other pages: what leads there, null where there is no such page. */
export interface PageWays {
  readonly first: (() => void) | null
  readonly previous: (() => void) | null
  readonly next: (() => void) | null
}

/** The buttons of a list in pages; `children` stand before them. `onNear`: one is likely to be pressed. */
export function PageButtons({
  ways: { first, previous, next },
  onNear,
  children,
}: {
  readonly ways: PageWays
  readonly onNear?: (way: 'previous' | 'next') => void
  readonly children?: ReactNode
}) {
  return (
    <nav aria-label="Pages">
      {children}
      <PageButton name="First page" look="plain" go={first}>
        First
      </PageButton>
      <PageButton name="Previous page" look="plain" go={previous} onNear={() => onNear?.('previous')}>
        <Icon name="chevron-left" size={15} />
        <span className={css['word']}>Previous</span>
      </PageButton>
      <PageButton name="Next page" look="normal" go={next} onNear={() => onNear?.('next')}>
        <span className={css['word']}>Next</span>
        <Icon name="chevron-right" size={15} />
      </PageButton>
    </nav>
  )
}

/** Says that it is disabled, without being so: the last press would take the focus away from the keyboard. */
function PageButton({
  name,
  look,
  go,
  onNear,
  children,
}: {
  readonly name: string
  readonly look: ButtonLook
  readonly go: (() => void) | null
  readonly onNear?: () => void
  readonly children: ReactNode
}) {
  return (
    <Button
      look={look}
      aria-label={name}
      aria-disabled={go === null}
      onPointerEnter={onNear}
      onFocus={onNear}
      onClick={() => go?.()}
    >
      {children}
    </Button>
  )
}
