import { formatBytes } from '../../lib/format.ts'
import { imageUse } from '../../lib/event-links.ts'
import css from './event.module.css'

/** An image of an event: drawn where it carries its own bytes, else named with its size or its address. Nothing is fetched. */
export function ImageChip({ address, alt }: { readonly address: string; readonly alt: string }) {
  const image = imageUse(address)
  if (image.use === 'draw') {
    return (
      <img className={css['image']} src={image.src} alt={alt || `${image.type}, ${formatBytes(image.sizeBytes)}`} />
    )
  }
  if (image.use === 'size') {
    return (
      <span className={css['chip']}>
        Image not shown: {image.type}, {formatBytes(image.sizeBytes)}
      </span>
    )
  }
  const words = (
    <>
      Image elsewhere, not loaded: <bdi>{alt || image.address}</bdi>
    </>
  )
  if (image.href === null) return <span className={css['chip']}>{words}</span>
  return (
    <a className={css['chip']} href={image.href} target="_blank" rel="noopener noreferrer" title={image.href}>
      {words}
    </a>
  )
}
