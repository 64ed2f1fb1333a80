/** What a keyboard event says to a page's shortcuts. */
interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
  readonly defaultPrevented: boolean
  readonly target: EventTarget | null
}

const TYPING =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"]'

/** The single key that was pressed as a shortcut (`e`, `E`, `1`), or null: with a modifier, while typing, or with a dialog or a menu open. */
export function shortcutKey(press: KeyPress): string | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing || press.defaultPrevented) return null
  if (press.key.length !== 1) return null
  const target = press.target instanceof Element ? press.target : null
  if (target?.closest(TYPING) || target?.ownerDocument.querySelector('[role="dialog"], [role="menu"], dialog[open]'))
    return null
  return press.key
}
