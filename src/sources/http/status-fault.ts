import { HttpFault, nameOf } from './http-fault.ts'

/** What a server said with a status that is no success. */
interface Refusal {
  readonly status: number
  readonly retryAfterMs: number | null
  /** Whether the answer is a web page. */
  readonly isPage: boolean
  /** Whether a key was sent. */
  readonly hasKey: boolean
  /** The environment's variable for the key of this source. */
  readonly keyVariable: string
}

/** The fault that a status stands for. */
export function toStatusFault(url: URL, { status, retryAfterMs, isPage, hasKey, keyVariable }: Refusal): HttpFault {
  const where = nameOf(url)
  const details = { status, retryAfterMs }
  if (status === 401) {
    const way = `into ${keyVariable} in the environment, or into the key_file of this source`
    const what = hasKey ? `refuses the key that it got: put the right one ${way}` : `wants a key: put it ${way}`
    return new HttpFault('unauthorized', `${where} ${what}`, details)
  }
  if (status === 403)
    return new HttpFault(
      'forbidden',
      `${where} is not allowed (403): check what the key of this source may read`,
      details,
    )
  if (status === 404 || status === 410)
    return new HttpFault('not-found', `There is nothing at ${where} (${status})`, details)
  if (status === 429) {
    const pause = retryAfterMs === null ? 'a pause' : `a pause of ${Math.ceil(retryAfterMs / 1000)} s`
    return new HttpFault('rate-limited', `${where} was asked too often and wants ${pause}; it is asked again`, details)
  }
  if (status >= 500)
    return new HttpFault(
      'server-error',
      `${where} answers with an error of its own (${status}); it is asked again`,
      details,
    )
  // How nginx greets plain HTTP where it speaks TLS.
  if (status === 400 && isPage && url.protocol === 'http:')
    return new HttpFault(
      'wrong-scheme',
      `${url.origin} does not take plain HTTP: give it as https://${url.host}`,
      details,
    )
  return new HttpFault('bad-status', `${where} answers with status ${status}, which Lookout does not expect`, details)
}
