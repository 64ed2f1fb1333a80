import { startTransition, useContext, useMemo, useState } from 'react'
import { includesText } from '../../lib/event-fold.ts'
import { toMarkdownParts } from '../../lib/event-markdown.ts'
import { formatCount } from '../../lib/format.ts'
import { Button } from '../button.tsx'
import css from './event.module.css'
import { FoundText } from './found-text.ts'
import { MarkdownText } from './markdown.tsx'
import { Windowed } from './windowed.tsx'

/** Markdown of more letters takes longer than a frame may; the rest waits for a click. */
const PART_LETTERS = 8000
const LETTERS_PER_LINE = 86
const LINE_PX = 22

/** Markdown, of which a long one is drawn part by part: the first at once, the one where the searched text stands, all on demand. */
export function LongMarkdown({ text }: { readonly text: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const needle = useContext(FoundText)
  const parts = useMemo(() => toMarkdownParts(text, PART_LETTERS), [text])
  const found = useMemo(
    () => (needle === '' ? -1 : parts.findIndex((part) => includesText(part, needle))),
    [parts, needle],
  )
  const partAt = (at: number) => <MarkdownText text={parts[at] ?? ''} />
  if (parts.length === 1) return partAt(0)
  return (
    <>
      {isOpen ? (
        <Windowed
          count={parts.length}
          estimatePx={(at) => LINE_PX * Math.ceil((parts[at]?.length ?? 0) / LETTERS_PER_LINE)}
          label="Text"
          overscan={0}
          found={found === -1 ? null : found}
          className={css['longText'] ?? ''}
        >
          {partAt}
        </Windowed>
      ) : (
        <>
          {partAt(0)}
          {found > 0 && (
            <>
              <p className={css['skipped']}>⋯</p>
              {partAt(found)}
            </>
          )}
        </>
      )}
      <Button look="plain" onClick={() => startTransition(() => setIsOpen(!isOpen))}>
        {isOpen ? 'Show less' : `Show all ${formatCount(text.length)} characters`}
      </Button>
    </>
  )
}
