const SAFE_SCHEMES = new Set(['http:', 'https:', 'mailto:'])

/** The address where a link of an event may lead (http, https or mail, absolute), else null: it is then drawn as text. */
export function safeHref(address: string | undefined): string | null {
  if (address === undefined || !URL.canParse(address)) return null
  const url = new URL(address)
  return SAFE_SCHEMES.has(url.protocol) ? url.href : null
}

/** Images up to this size are drawn; larger ones only named. */
const MAX_IMAGE_BYTES = 2_000_000
// No SVG: the only picture format that could carry a script.
const IMAGE_DATA = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]*)$/

/** What may be done with the address of an image: draw it (it carries its own bytes), name its size, or name where it lies. */
export type ImageUse =
  | { readonly use: 'draw'; readonly src: string; readonly type: string; readonly sizeBytes: number }
  | { readonly use: 'size'; readonly type: string; readonly sizeBytes: number }
  | { readonly use: 'link'; readonly href: string | null; readonly address: string }

/** Judges an image address. Nothing is ever fetched: only `data:` images of the usual formats up to 2 MB are drawn. */
export function imageUse(address: string): ImageUse {
  if (!address.startsWith('data:')) return { use: 'link', href: safeHref(address), address }
  const match = IMAGE_DATA.exec(address)
  const type = match?.[1] ?? address.slice(5, 60).split(/[;,]/)[0] ?? ''
  const payload = address.slice(address.indexOf(',') + 1)
  const sizeBytes = Math.floor((payload.replaceAll(/[\s=]/g, '').length * 3) / 4)
  if (match === null || sizeBytes > MAX_IMAGE_BYTES) return { use: 'size', type: type || 'unknown type', sizeBytes }
  return { use: 'draw', src: address, type, sizeBytes }
}

const MAGIC = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
] as const

/** A `data:` address for bare base64 of a picture, told by its first letters; null where it is no picture that we know. */
export function pictureAddress(base64: string): string | null {
  const type = MAGIC.find(([start]) => base64.startsWith(start))?.[1]
  if (base64.startsWith('data:')) return base64
  return type === undefined ? null : `data:${type};base64,${base64}`
}
