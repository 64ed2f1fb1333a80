import { createContext, useContext } from 'react'
import { withKeys, withoutEventFilter } from '../../lib/event-filter.ts'
import type { Told } from '../../lib/event-pieces.ts'
import { shortenId } from '../../lib/format.ts'
import { conversationPath, eventPath } from '../../lib/paths.ts'
import { Link } from '../link.tsx'
import { useSearchRecord } from '../navigation.tsx'
import css from './event.module.css'

/** The conversation whose events are drawn. */
export const InConversation = createContext('')

/** A value as a person reads it; an event or a conversation as a link to it. */
export function ToldValue({ value }: { readonly value: Told }) {
  switch (value.says) {
    case 'text':
      return <bdi>{value.text}</bdi>
    case 'path':
      return <bdi className="mono">{value.text}</bdi>
    case 'event':
      return <EventLink id={value.text} />
    case 'conversation':
      return (
        <Link to={conversationPath(value.text)} className={css['link']} title={value.text}>
          {shortenId(value.text)}
        </Link>
      )
    case 'list':
      return value.of.map((one, index) => (
        // The items of one value never change places.
        <span key={index}>
          {index > 0 && ', '}
          <ToldValue value={one} />
        </span>
      ))
  }
}

/** What a condensation put in the place of events has the id of the condensation, with this at its end. */
const SUMMARY = /-summary$/

function EventLink({ id }: { readonly id: string }) {
  const conversationId = useContext(InConversation)
  const record = useSearchRecord()
  const target = id.replace(SUMMARY, '')
  return (
    <Link
      to={eventPath(conversationId, target)}
      // Where it leads, neither filter nor Focused may hide it.
      search={withKeys(withoutEventFilter(record), { tab: undefined, focused: undefined })}
      className={css['link']}
      title={id}
    >
      {target === id ? `event ${shortenId(id)}` : `summary ${shortenId(target)}`}
    </Link>
  )
}
