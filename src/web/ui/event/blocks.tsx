import type { Block } from '../../lib/event-body.ts'
import { PlainText } from './folded.tsx'
import { ImageChip } from './image-chip.tsx'
import { JsonTree } from './json-tree.tsx'

/** Content that is no text: pictures, and blocks of a type that we do not know. */
export function OtherBlocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => {
    // Blocks of one event never change places.
    if (block.type === 'image') return <ImageChip key={index} address={block.url} alt="" />
    return block.type === 'json' ? <JsonTree key={index} value={block.value} label="Further content" /> : null
  })
}

/** Content as plain text and pictures; nothing where there is none. */
export function PlainBlocks({
  blocks,
  label,
  isError = false,
}: {
  readonly blocks: readonly Block[]
  readonly label: string
  readonly isError?: boolean
}) {
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n')
  return (
    <>
      {text !== '' && <PlainText text={text} label={label} isError={isError} />}
      <OtherBlocks blocks={blocks} />
    </>
  )
}
