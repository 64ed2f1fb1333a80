import { useEffect, useRef, useState, type ReactNode } from 'react'

/** False until the first heading was shown: the browser puts the focus of a fresh page itself. */
let isNavigation = false

/**
 * The page's `h1`. Takes the focus when it appears by navigation (give it a `key` where two pages share a route), unless
 * `takesFocus` is false because something better is focused, and sets the document's title to `title` as it is.
 */
export function PageHeading({
  title,
  takesFocus = true,
  className,
  children,
}: {
  readonly title: string
  readonly takesFocus?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  // As it was when the page appeared: a later change must not pull the focus away.
  const [mayFocus] = useState(takesFocus)

  // Speaks to the document: its title.
  useEffect(() => {
    document.title = title
  }, [title])

  // Speaks to the document: its focus, once for each page.
  useEffect(() => {
    if (isNavigation && mayFocus) heading.current?.focus({ preventScroll: true })
    isNavigation = true
  }, [mayFocus])

  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  )
}
