import { useState, type FormEvent } from 'react'
import { toggleValue, type Choice } from '../../lib/list-search.ts'
import { Button } from '../../ui/button.tsx'
import { Popup } from '../../ui/popup.tsx'
import type { PopupAnchor } from '../../ui/popup-button.tsx'
import { ChoiceRow } from './choice-popup.tsx'
import options from '../../ui/options.module.css'
import css from './choice-popup.module.css'

/** Tools that the SDK and V0 bring along. Any other, an MCP server's say, is typed. */
const USUAL_TOOLS = ['terminal', 'file_editor', 'task_tracker', 'finish', 'think', 'run', 'edit', 'read', 'browse']

/** Tools by their exact names: typed, because nobody has counted them over all conversations. */
export function ToolPopup({
  choice,
  onChoose,
  anchor,
  onClose,
}: PopupAnchor & { readonly choice: Choice; readonly onChoose: (choice: Choice) => void }) {
  const [name, setName] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    const typed = name.trim()
    if (typed !== '' && !choice.include.includes(typed)) onChoose(toggleValue(choice, 'include', typed))
    setName('')
  }
  const all = [...new Set([...choice.include, ...choice.exclude, ...USUAL_TOOLS])]
  return (
    <Popup anchor={anchor} label="Tool" onClose={onClose}>
      <form className={css['form']} onSubmit={add}>
        <label>
          Name of a tool, exactly
          <span className={css['line']}>
            <input
              value={name}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit">Add</Button>
          </span>
        </label>
      </form>
      <ul className={options['list']} aria-label="Tool">
        {all.map((tool) => (
          <ChoiceRow key={tool} label={tool} name={tool} choice={choice} onChoose={onChoose} />
        ))}
      </ul>
      <div className={css['foot']}>
        <Button
          look="plain"
          disabled={choice.include.length + choice.exclude.length === 0}
          onClick={() => onChoose({ include: [], exclude: [] })}
        >
          Clear
        </Button>
      </div>
    </Popup>
  )
}
