/** Width and height of a picture in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Bytes that are looked into: a JPEG may carry notes of up to 64 kB before its measures. */
const MAX_BYTES = 96_000

/**
 * The measures of a `data:` picture, from its first bytes (PNG, GIF, WebP, JPEG), so that its room is there before it is drawn;
 * null where they do not stand there.
 */
export function pictureSize(address: string): PictureSize | null {
  const base64 = address.slice(address.indexOf(',') + 1).replaceAll(/\s/g, '')
  const bytes = toBytes(base64.slice(0, Math.ceil(MAX_BYTES / 3) * 4))
  if (bytes === null || bytes.length < 10) return null
  const view = new DataView(bytes.buffer)
  try {
    const size = sizeOf(view)
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch {
    return null // it ends before its measures
  }
}

function toBytes(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null // no base64
  }
}

function sizeOf(view: DataView): PictureSize | null {
  const start = view.getUint32(0)
  // PNG: the header chunk comes first.
  if (start === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) }
  // GIF: the logical screen.
  if (start === 0x47494638) return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (start === 0x52494646) return sizeOfWebp(view)
  return view.getUint16(0) === 0xffd8 ? sizeOfJpeg(view) : null
}

/** By its first chunk: `VP8X`, `VP8L` or `VP8 `. */
function sizeOfWebp(view: DataView): PictureSize | null {
  const chunk = view.getUint32(12)
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000
  if (chunk === 0x56503858) return { width: uint24(24) + 1, height: uint24(27) + 1 }
  if (chunk === 0x5650384c) {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (chunk !== 0x56503820) return null
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

/** Segment by segment, to the one that begins a frame. */
function sizeOfJpeg(view: DataView): PictureSize | null {
  for (let at = 2; at < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at)
    if (marker < 0xff01) return null
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
  }
  return null
}
