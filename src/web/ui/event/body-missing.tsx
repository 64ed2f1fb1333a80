import type { Body } from '../../lib/event-body.ts'
import css from './event.module.css'

const REASONS: ReadonlyMap<unknown, string> = new Map([
  [
    'not_kept',
    'Lookout keeps what the servers’ events say up to a certain size in all, and this one no more; its first line and its counts stay.',
  ],
  ['size', 'It is too large for this answer.'],
])

/** Whether an event came without its source's own fields. */
export function isBodyMissing(event: Body): boolean {
  return event['body_left_out'] !== undefined
}

/** Why there is nothing of an event but its row. */
export function BodyMissing({ event }: { readonly event: Body }) {
  return (
    <p className={css['note']}>
      {REASONS.get(event['body_left_out']) ?? 'Its file has gone, or cannot be read any more.'}
    </p>
  )
}
