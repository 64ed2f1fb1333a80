import { generateKeyPairSync, sign } from 'node:crypto'

/** What a certificate for tests says of itself. */
interface CertificateOptions {
  readonly name: string
  /** Years AD of its first of January and of its last. */
  readonly years: readonly [from: number, to: number]
}

/** A certificate that signs itself, made anew each time, with its key; both PEM (RFC 5280, by hand: Node cannot make one). */
export function makeCertificate({ name, years }: CertificateOptions): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex'))) // ecdsa-with-SHA256
  const commonName = der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))
  const subject = der(0x30, der(0x31, commonName))
  const dates = years.map((year) => der(0x18, Buffer.from(`${year}0101000000Z`)))
  const names = der(0x30, der(0x82, Buffer.from(name))) // one DNS name
  const subjectAltName = der(0x30, der(0x06, Buffer.from('551d11', 'hex')), der(0x04, names))
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.of(1)), // serial number
    algorithm,
    subject,
    der(0x30, ...dates),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, subjectAltName)),
  )
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey))
  const base64 = der(0x30, body, algorithm, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

/** One value of ASN.1 in DER: tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
