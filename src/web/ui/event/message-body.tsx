import { messageBlocks, thoughtOf, type Block, type Body } from '../../lib/event-body.ts'
import { inSdkWords } from '../../lib/v0-event-body.ts'
import { OtherBlocks, PlainBlocks } from './blocks.tsx'
import { Details } from './details.tsx'
import css from './event.module.css'
import { LongMarkdown } from './long-markdown.tsx'
import { Reasoning } from './reasoning.tsx'

/** What a message says: its text as markdown, its pictures, and folded what was added for the model alone. */
export function MessageBody({ event: told }: { readonly event: Body }) {
  const event = inSdkWords(told)
  const { blocks, added } = messageBlocks(event)
  const { reasoning } = thoughtOf(event)
  const text = textsOf(blocks).join('\n\n')
  return (
    <>
      {reasoning !== null && <Reasoning text={reasoning} />}
      <LongMarkdown text={text} />
      <OtherBlocks blocks={blocks} />
      {blocks.length === 0 && <p className={css['note']}>This message is empty.</p>}
      {added.length > 0 && (
        <Details summary="Added for the model" texts={textsOf(added)}>
          <PlainBlocks blocks={added} label="Added for the model" />
        </Details>
      )}
    </>
  )
}

function textsOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []))
}
