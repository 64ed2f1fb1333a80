import type { ReactNode } from 'react'
import css from './event.module.css'
import { useIsFound } from './found-text.ts'

/** Something closed at first. It opens for what is searched: `texts` are those inside. */
export function Details({
  summary,
  texts,
  children,
}: {
  readonly summary: ReactNode
  readonly texts: readonly string[]
  readonly children: ReactNode
}) {
  const isFound = useIsFound(texts)
  return (
    <details className={css['details']} open={isFound}>
      <summary>{summary}</summary>
      {children}
    </details>
  )
}
