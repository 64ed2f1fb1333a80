import type { OfferedTool } from '../../lib/event-pieces.ts'
import { formatPlural } from '../../lib/format.ts'
import { Details } from './details.tsx'
import css from './event.module.css'
import { PlainText } from './folded.tsx'
import { JsonTree } from './json-tree.tsx'

/** The tools that a model was given: what each is called and for, and how it is defined. */
export function ToolList({ tools }: { readonly tools: readonly OfferedTool[] }) {
  return (
    <Details
      summary={formatPlural(tools.length, 'tool')}
      texts={tools.map(({ definition }) => JSON.stringify(definition))}
    >
      <ul className={css['tools']} aria-label="Tools">
        {tools.map(({ name, description, definition }, index) => (
          // Two tools may have the same name; their list never changes.
          <li key={index}>
            <b className="mono">{name}</b>
            {description !== '' && <PlainText text={description} label={`What ${name} is for`} />}
            <Details summary="Definition" texts={[JSON.stringify(definition)]}>
              <div className={css['out']}>
                <JsonTree value={definition} label={`Definition of ${name}`} />
              </div>
            </Details>
          </li>
        ))}
      </ul>
    </Details>
  )
}
