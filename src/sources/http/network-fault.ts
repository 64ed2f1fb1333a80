import { errorCode } from '../error-code.ts'
import { HttpFault } from './http-fault.ts'

const DNS_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_FAIL'])
const STRANGER = 'the certificate is signed by somebody whom this machine does not know'
const TRUST =
  'to trust it, set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of who signed it, and start again'

/** What OpenSSL says of certificates (`openssl-verification-options`), and what to do about it. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'the certificate signs itself; to trust it, set NODE_EXTRA_CA_CERTS to a PEM file with it, and start again',
  SELF_SIGNED_CERT_IN_CHAIN: `${STRANGER}; ${TRUST}`,
  UNABLE_TO_GET_ISSUER_CERT: `${STRANGER}; ${TRUST}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${STRANGER}; ${TRUST}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `the server sends its certificate without those of who signed it; ${TRUST}`,
  CERT_HAS_EXPIRED: 'the certificate has expired; it has to be renewed there (or the clock of this machine is wrong)',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet; check the clocks of both machines',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is made for other names; give the address by one of those',
}

/**
 * Why a request got no answer, from the error that Node gave (codes: nodejs.org/api/errors, OpenSSL). The text of that error is not
 * repeated, its code is.
 */
export function toNetworkFault(error: unknown, url: URL): HttpFault {
  const code = errorCode(error)
  const where = url.origin
  const certificate = CERTIFICATES[code]
  if (certificate !== undefined) return new HttpFault('tls', `${where} cannot be trusted (${code}): ${certificate}`)
  if (url.protocol === 'https:' && isPlainAnswer(code, error))
    return new HttpFault('wrong-scheme', `${where} does not speak TLS (${code}): give it as http://${url.host}`)
  if (/^(?:EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_)/.test(code))
    return new HttpFault('tls', `No secure connection to ${where} comes about (${code}): check its TLS settings`)
  if (DNS_CODES.has(code))
    return new HttpFault('dns', `No machine is found by the name ${url.hostname} (${code}): check the name`)
  if (code.startsWith('HPE_'))
    return new HttpFault('wrong-scheme', `What ${where} answers is not HTTP (${code}): check the port`)
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return new HttpFault('unreachable', `${where} hung up without an answer (${code}): check that ${otherScheme(url)}`)
  return new HttpFault(
    'unreachable',
    `Nothing answers at ${where} (${code}): start the server there or check the address`,
  )
}

/** Newer versions of Node give the code, older ones only the text. */
function isPlainAnswer(code: string, error: unknown): boolean {
  if (/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code)) return true
  return (
    code === 'EPROTO' && error instanceof Error && /wrong version number|packet length too long/.test(error.message)
  )
}

/** A server of one scheme hangs up on who speaks the other. */
function otherScheme({ protocol, host }: URL): string {
  return protocol === 'https:'
    ? `the server speaks TLS there, else give http://${host}`
    : `the server speaks plain HTTP there, else give https://${host}`
}
