import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../query/conversations.ts'
import { lazyPage } from '../../ui/lazy-page.tsx'
import { Part } from '../../ui/part.tsx'
import type { DetailAddress } from './detail-address.ts'
import css from './vitals.module.css'

const vitals = lazyPage(async () => (await import('./vitals.tsx')).Vitals)

/** Asks what the conversation cost once somebody sees the place for it, and once the events are there: they come first. */
export function VitalsPlace({
  address,
  conversation,
  isReady,
}: {
  readonly address: DetailAddress
  readonly conversation: Conversation
  readonly isReady: boolean
}) {
  const place = useRef<HTMLDivElement>(null)
  const [isSeen, setSeen] = useState(false)
  // Speaks to the browser's layout.
  useEffect(() => {
    if (place.current === null) return undefined
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={place} className={css['place']}>
      {isSeen && isReady && (
        <Part name="Cost and durations" onRetry={vitals.preload}>
          <vitals.Page address={address} conversation={conversation} />
        </Part>
      )}
    </div>
  )
}
