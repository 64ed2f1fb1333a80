import type { QueryClient } from '@tanstack/react-query'
import { ApiError, client } from './client.ts'
import { noteSignIn } from './session.ts'

/** Opens a session with the access token, whose cookie the browser keeps. @throws ApiError with a sentence for the reader */
export async function signIn(token: string, cache: QueryClient): Promise<void> {
  const { response } = await client.POST('/api/session', { body: { token } }).catch((cause: unknown) => {
    throw new ApiError('The server cannot be reached.', 0, String(cause))
  })
  // 404: it asks for no token any more.
  if (!response.ok && response.status !== 404) throw refusal(response)
  // What was asked without the session must not refuse the reader again, and what is there may be old.
  await cache.cancelQueries()
  await cache.invalidateQueries({ refetchType: 'none' })
  noteSignIn()
}

function refusal({ status, headers }: Response): ApiError {
  const seconds = Number(headers.get('Retry-After') ?? 60)
  const message =
    status === 401
      ? 'This is not the access token. Check it and try again.'
      : status === 429
        ? `Too many wrong tokens. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
        : `The server answered with status ${status}.`
  return new ApiError(message, status, undefined, headers)
}
