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
  return press.key.length === 1 && isUnclaimed(press) ? press.key : null
}

/** Whether a key is the page's: it has no modifier, nothing is being typed, and no dialog or menu is open. */
export function isUnclaimed(press: KeyPress): boolean {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing || press.defaultPrevented) return false
  const target = press.target instanceof Element ? press.target : null
  const above = '[role="dialog"], [role="menu"], dialog[open]'
  return target === null || (target.closest(TYPING) === null && target.ownerDocument.querySelector(above) === null)
}
