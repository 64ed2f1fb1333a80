import { Suspense, lazy, useEffect, useRef, useState } from 'react'

const TimeDetails = lazy(async () => ({ default: (await import('./time-details.tsx')).TimeDetails }))

/** How long the pointer rests on a time before its details open, and how long they stay when it leaves for them. */
const REST_MS = 350
const GRACE_MS = 250

/**
 * One pair of ears for every `time` of the app: rested on by the pointer, or focused, it shows local time, UTC and ISO 8601.
 * The details can be pointed at, and Esc dismisses them (WCAG 1.4.13); Enter on a focused time goes into them.
 */
export function TimeHover() {
  const [shown, setShown] = useState<HTMLTimeElement | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // Speaks to the document: pointer and focus.
  useEffect(() => {
    const after = (ms: number, next: HTMLTimeElement | null) => {
      clearTimeout(timer.current)
      // What the focus opened, the pointer does not close by passing over something else.
      const isPinned = (time: HTMLTimeElement | null) => next === null && time !== null && holdsFocus(time)
      timer.current = setTimeout(() => setShown((before) => (isPinned(before) ? before : next)), ms)
    }
    const onOver = ({ target, pointerType }: PointerEvent) => {
      if (pointerType !== 'mouse' || isInDetails(target)) return
      const time = timeOf(target)
      after(time === null ? GRACE_MS : REST_MS, time)
    }
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof HTMLTimeElement) after(0, target)
    }
    const onBlur = ({ target, relatedTarget }: FocusEvent) => {
      if (target instanceof HTMLTimeElement || isInDetails(target))
        after(isInDetails(relatedTarget) ? REST_MS : 0, null)
      if (isInDetails(relatedTarget)) clearTimeout(timer.current)
    }
    const onEnter = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.target instanceof HTMLTimeElement)) return
      document.querySelector<HTMLElement>('[data-time-details] button')?.focus()
    }
    document.addEventListener('pointerover', onOver, { passive: true })
    document.addEventListener('focusin', onFocus)
    document.addEventListener('focusout', onBlur)
    document.addEventListener('keydown', onEnter)
    return () => {
      clearTimeout(timer.current)
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('focusout', onBlur)
      document.removeEventListener('keydown', onEnter)
    }
  }, [])

  if (shown === null || !shown.isConnected) return null
  return (
    <Suspense>
      <TimeDetails
        key={shown.dateTime}
        of={shown}
        onClose={() => setShown(null)}
        onHold={() => clearTimeout(timer.current)}
      />
    </Suspense>
  )
}

function holdsFocus(time: HTMLTimeElement): boolean {
  return document.activeElement === time || isInDetails(document.activeElement)
}

function timeOf(target: EventTarget | null): HTMLTimeElement | null {
  const time = target instanceof Element ? target.closest('time') : null
  return time !== null && time.dateTime !== '' ? time : null
}

function isInDetails(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-time-details]') !== null
}
