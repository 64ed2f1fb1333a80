import { useSyncExternalStore } from 'react'
import { ApiError } from './client.ts'

let isWanted = false
const listeners = new Set<() => void>()

function setWanted(next: boolean): void {
  isWanted = next
  for (const listener of listeners) listener()
}

/** Whether the server has refused an answer to who is not signed in. */
export function useSignInWanted(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isWanted,
  )
}

/** Takes note of a failed query: a 401 of any of them asks for the access token. */
export function noteFailure(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) setWanted(true)
}

/** Takes note of a session: pages go on. */
export function noteSignIn(): void {
  setWanted(false)
}
