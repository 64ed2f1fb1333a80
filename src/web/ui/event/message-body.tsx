import { useState } from 'react'
import { messageBlocks, thoughtOf, type Body } from '../../lib/event-body.ts'
import { formatCount } from '../../lib/format.ts'
import { inSdkWords } from '../../lib/v0-event-body.ts'
import { Button } from '../button.tsx'
import { OtherBlocks, PlainBlocks } from './blocks.tsx'
import css from './event.module.css'
import { MarkdownText } from './markdown.tsx'
import { Reasoning } from './reasoning.tsx'

/** Markdown of more letters takes longer than a frame may; the rest waits for a click. */
const MAX_LETTERS = 8000

/** What a message says: its text as markdown, its pictures, and folded what was added for the model alone. */
export function MessageBody({ event: told }: { readonly event: Body }) {
  const [isAll, setIsAll] = useState(false)
  const event = inSdkWords(told)
  const { blocks, added } = messageBlocks(event)
  const { reasoning } = thoughtOf(event)
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n')
  const isCut = !isAll && text.length > MAX_LETTERS
  return (
    <>
      {reasoning !== null && <Reasoning text={reasoning} />}
      <MarkdownText text={isCut ? text.slice(0, MAX_LETTERS) : text} />
      {isCut && (
        <Button look="plain" onClick={() => setIsAll(true)}>
          Show all {formatCount(text.length)} characters
        </Button>
      )}
      <OtherBlocks blocks={blocks} />
      {blocks.length === 0 && <p className={css['note']}>This message is empty.</p>}
      {added.length > 0 && (
        <details className={css['details']}>
          <summary>Added for the model</summary>
          <PlainBlocks blocks={added} label="Added for the model" />
        </details>
      )}
    </>
  )
}
