import { useState } from 'react'
import { formatBytes } from '../../lib/format.ts'
import { imageUse } from '../../lib/event-links.ts'
import { pictureSize } from '../../lib/event-picture.ts'
import { Button } from '../button.tsx'
import { useModal } from '../modal.ts'
import css from './event.module.css'

/** An image of an event: drawn where it carries its own bytes, else named with its size or its address. Nothing is fetched. */
export function Picture({ address, alt }: { readonly address: string; readonly alt: string }) {
  const image = imageUse(address)
  if (image.use === 'draw') {
    const name = alt || `${image.type}, ${formatBytes(image.sizeBytes)}`
    return <Zoomable src={image.src} name={name} />
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

/** A picture that keeps its room from the beginning, and that a click shows as large as the window allows. */
function Zoomable({ src, name }: { readonly src: string; readonly name: string }) {
  const [isLarge, setIsLarge] = useState(false)
  const size = pictureSize(src)
  return (
    <>
      <button type="button" className={css['zoom']} aria-label={`Enlarge: ${name}`} onClick={() => setIsLarge(true)}>
        <img className={css['image']} src={src} alt={name} {...size} />
      </button>
      {isLarge && <PictureDialog src={src} name={name} onClose={() => setIsLarge(false)} />}
    </>
  )
}

function PictureDialog({
  src,
  name,
  onClose,
}: {
  readonly src: string
  readonly name: string
  readonly onClose: () => void
}) {
  const dialog = useModal()
  return (
    <dialog ref={dialog} className={css['dialog']} aria-label={name} onClose={onClose}>
      <div className={css['dialogBar']}>
        <bdi>{name}</bdi>
        <Button look="plain" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
      <div className={css['dialogPicture']} tabIndex={0} role="group" aria-label="Picture">
        <img src={src} alt={name} />
      </div>
    </dialog>
  )
}
