import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** What this process has begun and not ended. */
export interface UnderWay {
  readonly isBusy: () => boolean
  readonly stop: () => void
}

/**
 * Watches requests that this process sends by `node:http`, up to the end of their answers, what it reads and writes of files, and
 * whatever gives way to others.
 */
export function watchUnderWay(): UnderWay {
  let exchanges = 0
  const begin = () => void (exchanges += 1)
  const answer = (message: unknown) => {
    // As node:http documents this channel.
    const { response } = message as { readonly response: IncomingMessage }
    response.once('close', () => (exchanges -= 1))
  }
  subscribe('http.client.request.start', begin)
  subscribe('http.client.response.finish', answer)
  return {
    isBusy: () =>
      exchanges > 0 || process.getActiveResourcesInfo().some((name) => /^(?:(?:FS|Close)Req|Immediate)/.test(name)),
    stop: () => {
      unsubscribe('http.client.request.start', begin)
      unsubscribe('http.client.response.finish', answer)
    },
  }
}
