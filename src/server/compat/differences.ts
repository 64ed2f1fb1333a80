/** One way in which Lookout answers otherwise than the OpenHands servers whose paths and names it keeps. Markdown. */
export interface Difference {
  readonly what: string
  readonly theirs: string
  readonly ours: string
}

/**
 * What differs from the read endpoints of V0 (0.62.0) and of the Agent Server (1.11.4, 1.58.0), and nothing else: the comparison with
 * their recorded replies takes no other, and each of these has to occur in it. The README shows the same table.
 */
export const DIFFERENCES = {
  defaults: {
    what: '`limit` and `sort_order` where none is given',
    theirs: 'Agent Server: 100, newest created first',
    ours: '50, newest change first; in the list of V0 its own, 20 and newest created first',
  },
  children: {
    what: 'sub-conversations in `search`',
    theirs: 'rows like all others',
    ours: 'folded under their parent while nothing is filtered, unless `nested=false`',
  },
  'hex-ids': {
    what: 'ids of conversations',
    theirs: 'Agent Server: UUIDs with dashes; V0: only as stored',
    ours: '32 hex digits; every parameter takes both spellings',
  },
  'any-id': {
    what: 'an id that is no UUID',
    theirs: 'Agent Server: 422',
    ours: 'an unknown id like any other, as V0 has such ids',
  },
  'unknown-ids': {
    what: 'a conversation that nobody knows',
    theirs: 'V0: 200 with `null`, 400 where the id is long or odd',
    ours: '404',
  },
  cursors: {
    what: '`page_id`',
    theirs: 'an id or an offset; page 1 where it is unknown',
    ours: 'opaque; one of another server is 422, one of another filter or order 410',
  },
  'row-fields': {
    what: 'the row of the Agent Server',
    theirs: '`agent`, `stats`, `workspace` and more',
    ours:
      'only `id`, `title`, `execution_status`, `created_at`, `updated_at`, `tags`, `parent_conversation_id` and ' +
      '`sub_conversation_ids` are promised',
  },
  'more-fields': {
    what: 'fields that they have not',
    theirs: 'none',
    ours: 'rows, pages and events carry fields of Lookout beside theirs',
  },
  'single-status': {
    what: '`status` of a single conversation',
    theirs: 'V0: `STOPPED`, `RUNNING`, …',
    ours: 'what the agent does, as in `search`; the word of V0 is in its list',
  },
  'live-runtime': {
    what: 'what only a live server knows',
    theirs: 'V0: `RUNNING`, `runtime_status` and `url` while it holds an idle conversation in memory',
    ours: '`STOPPED` and null: nobody is asked',
  },
  stale: {
    what: 'a conversation that was cut off while it ran',
    theirs: 'Agent Server: made an `error` when it starts',
    ours: '`unknown`, `execution_status` null: nothing is changed',
  },
  titles: {
    what: 'no title',
    theirs: 'V0: `Conversation` and five letters of the id',
    ours: 'null',
  },
  'updated-at': {
    what: '`updated_at`, `last_updated_at` and orders by them',
    theirs: 'the last change, a renaming or a fork included',
    ours: 'the newest event, where there is any',
  },
  milliseconds: {
    what: 'times of conversations',
    theirs: 'to the microsecond, without a fraction where it is zero',
    ours: 'to the millisecond',
  },
  'event-times': {
    what: '`timestamp` of events',
    theirs: 'local time of the server, without a zone',
    ours: 'UTC; like `id`, `kind` and `source` it is ours',
  },
  nulls: {
    what: 'fields of an event that are null',
    theirs: '1.11.4: written out',
    ours: 'as in the file, which leaves them out',
  },
  'event-order': {
    what: 'order of events',
    theirs: '1.11.4: by their time',
    ours: 'as they were appended, like later servers',
  },
  'short-kinds': {
    what: '`kind` by its simple name',
    theirs: '1.11.4: finds nothing',
    ours: 'the same as the full path, like later servers',
  },
  'exact-bound': {
    what: '`timestamp__gte` with an offset',
    theirs: '1.11.4: without the event at that very time',
    ours: 'with it, like later servers',
  },
  'full-pages': {
    what: 'pages of a filtered list',
    theirs: 'V0: filtered after they are cut, so short or empty; an empty one may end the list',
    ours: 'full, and the last one says that it is',
  },
  'hidden-rows': {
    what: 'rows that are kept back',
    theirs: 'V0: older than ten days, with a trigger it does not know, with no or torn metadata or no `created_at`',
    ours: 'listed like all others, null where nothing is known',
  },
  ties: {
    what: 'rows of the same moment',
    theirs: 'V0: as the disk lists them',
    ours: 'by id',
  },
  limits: {
    what: '`limit` of the list of V0',
    theirs: 'any; 0 never ends, −1 is all but the last',
    ours: '1 to 1,000, else 422',
  },
  'batch-size': {
    what: '`ids` in one batch',
    theirs: 'Agent Server: at most 99',
    ours: 'at most 100',
  },
  'list-without-ids': {
    what: '`/api/conversations` without `ids`',
    theirs: 'Agent Server: 422',
    ours: 'the list of V0; parameters of both together are 422',
  },
  'more-values': {
    what: '`sort_order` and `conversation_trigger`',
    theirs: '422 for a word that the server does not know',
    ours: 'more orders; any trigger, as sources may have new ones',
  },
  'unknown-parameters': {
    what: 'parameters that are not documented',
    theirs: 'ignored',
    ours: '422, or a filter of Lookout (whose times need an offset)',
  },
  'server-errors': {
    what: 'what they answer with 500',
    theirs: 'V0: a wrong cursor; 1.11.4: a limit over 100, an unknown event',
    ours: '422 and 404',
  },
  'fault-words': {
    what: 'the body of a 422',
    theirs: '`type`, `msg` and `ctx` of their library',
    ours: 'the same `loc` and `input`; `type`, `msg` and `ctx` may be others',
  },
} as const satisfies Readonly<Record<string, Difference>>

export type DifferenceName = keyof typeof DIFFERENCES

/** The table as the README shows it, one line a difference. */
export function toMarkdownRows(): readonly (readonly [string, string, string])[] {
  return Object.values(DIFFERENCES).map(({ what, theirs, ours }) => [what, theirs, ours])
}
