import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Encodings that we offer, the better first. */
export type Encoding = 'br' | 'gzip'

/** Below this many bytes a compressed answer saves no packet. */
const WORTH_BYTES = 1000

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** The best encoding that an `Accept-Encoding` header takes; null: none of ours. */
export function chooseEncoding(accepted: string | null): Encoding | null {
  const offers = new Map(
    (accepted ?? '').split(',').map((offer) => {
      const [name = '', ...settings] = offer.split(';').map((part) => part.trim().toLowerCase())
      const quality = settings.find((setting) => setting.startsWith('q='))?.slice('q='.length)
      return [name, quality === undefined ? 1 : Number(quality)] as const
    }),
  )
  const isTaken = (name: Encoding) => (offers.get(name) ?? offers.get('*') ?? 0) > 0
  return isTaken('br') ? 'br' : isTaken('gzip') ? 'gzip' : null
}

/** Bytes as they go out, compressed off the main thread where that is worth it; `encoding` null: as they are. */
export async function compress(
  bytes: Uint8Array,
  accepted: string | null,
): Promise<{ readonly bytes: Uint8Array; readonly encoding: Encoding | null }> {
  const encoding = bytes.length < WORTH_BYTES ? null : chooseEncoding(accepted)
  if (encoding === null) return { bytes, encoding }
  // Quality 4 is as fast as gzip and smaller.
  const settings = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }
  return { bytes: encoding === 'br' ? await toBrotli(bytes, settings) : await toGzip(bytes), encoding }
}
