import type { ReactNode } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { safeHref } from '../../lib/event-links.ts'
import css from './event.module.css'
import { Picture } from './picture.tsx'

const plugins = [remarkGfm]

function Heading({ children }: { readonly children?: ReactNode }) {
  return <p className={css['heading']}>{children}</p>
}

/**
 * What each element of a text by strangers becomes. Raw HTML has no entry because it never becomes an element: it stays text.
 * Headings are paragraphs: they would tear the outline of the page.
 */
const components: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  a: ({ href, children }) => {
    const address = safeHref(href)
    if (address === null) return <span title="This address is no web or mail address">{children}</span>
    return (
      <a href={address} target="_blank" rel="noopener noreferrer" title={address}>
        {children}
      </a>
    )
  },
  img: ({ src, alt }) => <Picture address={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  // Task lists: the boxes have no label of their own.
  input: ({ checked }) => (
    <input type="checkbox" checked={checked === true} disabled aria-label={checked === true ? 'Done' : 'To do'} />
  ),
  table: ({ children }) => (
    <div className={css['wide']} tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
}

/** Markdown by strangers as React elements: links are checked, images are never fetched, HTML is text. */
export function MarkdownText({ text }: { readonly text: string }) {
  return (
    <div className={css['markdown']} dir="auto">
      <Markdown remarkPlugins={plugins} components={components} urlTransform={(url) => url}>
        {text}
      </Markdown>
    </div>
  )
}
