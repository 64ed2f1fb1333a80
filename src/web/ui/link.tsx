import type { ComponentPropsWithRef, MouseEvent } from 'react'
import { stringifySearch, type SearchRecord } from '../lib/search-record.ts'
import { navigate, usePath, type Move } from './navigation.tsx'

interface LinkProps extends Omit<ComponentPropsWithRef<'a'>, 'href'>, Pick<Move, 'scroll'> {
  /** A path of `lib/paths.ts`. */
  readonly to: string
  readonly search?: SearchRecord
}

/** A link inside this app. A click with a modifier or another button belongs to the browser, as everywhere. */
export function Link({ to, search = NOTHING, scroll = 'reset', onClick, children, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={to + stringifySearch(search)}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || !isPlainClick(event)) return
        event.preventDefault()
        navigate(to, search, { scroll })
      }}
    >
      {children}
    </a>
  )
}

const NOTHING: SearchRecord = {}

function isPlainClick({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey
}

/** A link of the main navigation: it says so where its page is the one on the screen. */
export function NavLink({ to, children }: Pick<LinkProps, 'to' | 'children'>) {
  return (
    <Link to={to} aria-current={usePath() === to ? 'page' : undefined}>
      {children}
    </Link>
  )
}
