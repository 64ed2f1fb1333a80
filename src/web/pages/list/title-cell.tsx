import { formatPlural, shortenId } from '../../lib/format.ts'
import { conversationPath } from '../../lib/paths.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import type { TableRow } from './list-tree.ts'
import { rememberOpened } from './opened-row.ts'
import css from './conversation-table.module.css'

/** The title as a link that leads back to this very list, the fold of sub-conversations, and marks. */
export function TitleCell({
  row: { conversation, depth, parent, departure, fold, listRecord },
}: {
  readonly row: TableRow
}) {
  const { title, first_message: message, sub_conversation_ids: children } = conversation
  return (
    <span className={`${css['cell']} ${depth > 0 ? css[`indent${depth}`] : ''}`}>
      {fold && (
        <button
          type="button"
          className={css['fold']}
          aria-expanded={fold.isOpen}
          aria-label={formatPlural(children.length, 'sub-conversation')}
          title={formatPlural(children.length, 'sub-conversation')}
          onClick={fold.toggle}
        >
          <Icon name="chevron-right" size={13} />
          {children.length}
        </button>
      )}
      <Link
        to={conversationPath(conversation.id)}
        search={listRecord}
        className={`${css['title']} ${title === null ? css[message === null ? 'untitled' : 'message'] : ''}`}
        title={title ?? message ?? `Untitled, ${conversation.id}`}
        data-row-link={conversation.id}
        onClick={() => rememberOpened(conversation.id)}
      >
        {title ?? message ?? 'Untitled'}
      </Link>
      {parent && (
        <span className={css['mark']} title={parent.title ?? parent.id}>
          part of {parent.title ?? shortenId(parent.id)}
        </span>
      )}
      {departure && <span className={css['mark']}>{departure}</span>}
    </span>
  )
}
