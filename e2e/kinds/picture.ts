import { crc32, deflateSync, inflateSync } from 'node:zlib'

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const typed = Buffer.concat([Buffer.from(type), body])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, check])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
const COLOUR_TYPES = { grey: 0, rgb: 2, palette: 3, rgba: 6 } as const

/** A picture of eight bits for a value; each row begins with its filter. */
function png(width: number, height: number, colourType: number, rows: readonly Buffer[], palette?: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  header.writeUInt8(colourType, 9)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(palette === undefined ? [] : [chunk('PLTE', palette)]),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A picture of a made-up page (PNG, base64): a bar, a box and some lines in grey. */
export function drawnPicture(width: number, height: number): string {
  const rows = Array.from({ length: height }, (_row, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_pixel, x) => greyAt(x / width, y / height))]),
  )
  return png(width, height, COLOUR_TYPES.grey, rows).toString('base64')
}

function greyAt(x: number, y: number): number {
  if (y < 0.1) return 70
  if (x < 0.25 && y < 0.85) return 215
  return x > 0.3 && x < 0.9 && Math.floor(y * 20) % 3 === 1 ? 160 : 245
}

/** The same picture with at most 256 colours, for a page that has few: a third of its size. */
export function withFewColours(picture: Buffer): Buffer {
  const { width, height, bytes, pixels } = decode(picture)
  const colourAt = (at: number) => ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0)
  const counts = new Map<number, number>()
  for (let at = 0; at < pixels.length; at += bytes) counts.set(colourAt(at), (counts.get(colourAt(at)) ?? 0) + 1)
  const kept = commonest(counts)
  const indexes = new Map([...counts.keys()].map((colour) => [colour, nearest(kept, colour)]))
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(width + 1)
    for (let x = 0; x < width; x++) row[x + 1] = indexes.get(colourAt((y * width + x) * bytes)) ?? 0
    return row
  })
  return png(width, height, COLOUR_TYPES.palette, rows, Buffer.from(kept.flatMap(channels)))
}

/** The most frequent colour of each shade, so that rare ones are not lost to many shades of grey. */
function commonest(counts: ReadonlyMap<number, number>): readonly number[] {
  const shades = new Map<number, { colour: number; most: number; sum: number }>()
  for (const [colour, count] of counts) {
    const shade = colour & 0xe0e0e0
    const before = shades.get(shade) ?? { colour, most: 0, sum: 0 }
    const isMore = count > before.most
    shades.set(shade, {
      colour: isMore ? colour : before.colour,
      most: Math.max(count, before.most),
      sum: before.sum + count,
    })
  }
  const ofShades = [...shades.values()].toSorted((a, b) => b.sum - a.sum).map(({ colour }) => colour)
  const frequent = [...counts].toSorted(([, a], [, b]) => b - a).map(([colour]) => colour)
  return [...new Set([...ofShades.slice(0, 160), ...frequent])].slice(0, 256)
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255]

function nearest(kept: readonly number[], colour: number): number {
  const distance = (other: number) => {
    const [a, b] = [channels(colour), channels(other)]
    return a.reduce((sum, value, channel) => sum + (value - (b[channel] ?? 0)) ** 2, 0)
  }
  return kept.reduce((best, other, index) => (distance(other) < distance(kept[best] ?? 0) ? index : best), 0)
}

/** The pixels of a PNG as browsers write it: eight bits, not interlaced. `bytes`: for each pixel. */
function decode(picture: Buffer) {
  const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)]
  const bytes = picture.readUInt8(25) === COLOUR_TYPES.rgba ? 4 : 3
  const parts: Buffer[] = []
  for (let at = 8; at < picture.length; at += 12 + picture.readUInt32BE(at)) {
    if (picture.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(picture.subarray(at + 8, at + 8 + picture.readUInt32BE(at)))
  }
  const filtered = inflateSync(Buffer.concat(parts))
  const length = width * bytes
  const pixels = Buffer.alloc(length * height)
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (length + 1)] ?? 0
    for (let x = 0; x < length; x++) {
      const left = x < bytes ? 0 : (pixels[y * length + x - bytes] ?? 0)
      const above = y === 0 ? 0 : (pixels[(y - 1) * length + x] ?? 0)
      const corner = x < bytes || y === 0 ? 0 : (pixels[(y - 1) * length + x - bytes] ?? 0)
      pixels[y * length + x] = (filtered[y * (length + 1) + 1 + x] ?? 0) + predict(filter, left, above, corner)
    }
  }
  return { width, height, bytes, pixels }
}

/** The filters of PNG: none, left, above, the mean of both, and Paeth's. */
function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter < 3) return [0, left, above][filter] ?? 0
  if (filter === 3) return (left + above) >> 1
  const guess = left + above - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}
