/** Where a shortcut works. */
export type ShortcutPlace = 'everywhere' | 'list' | 'conversation'

interface Shortcut {
  readonly place: ShortcutPlace
  /** As `KeyboardEvent.key` has them; two letters with a space between them are pressed one after the other. */
  readonly keys: readonly string[]
  readonly label: string
}

/**
 * Every key of this app, once: the pages bind what stands here, and the help shows it. A single character works from
 * anywhere on its page; keys with a name (arrows, Home, Space) only where the focus is on what they move through.
 */
export const SHORTCUTS = {
  help: { place: 'everywhere', keys: ['?'], label: 'Show this help' },
  search: { place: 'everywhere', keys: ['/'], label: 'Go to the search box' },
  goToConversations: { place: 'everywhere', keys: ['g c'], label: 'Go to the conversations' },
  goToSearch: { place: 'everywhere', keys: ['g s'], label: 'Go to the search of all events' },
  goToSources: { place: 'everywhere', keys: ['g o'], label: 'Go to the sources' },
  refresh: { place: 'everywhere', keys: ['r'], label: 'Refresh' },
  zone: { place: 'everywhere', keys: ['t'], label: 'Show times in local time or in UTC' },
  addFilter: { place: 'list', keys: ['f'], label: 'Add a filter' },
  nextRow: { place: 'list', keys: ['j', 'ArrowDown'], label: 'Next row' },
  previousRow: { place: 'list', keys: ['k', 'ArrowUp'], label: 'Previous row' },
  firstRow: { place: 'list', keys: ['Home'], label: 'First row' },
  lastRow: { place: 'list', keys: ['End'], label: 'Last row' },
  openRow: { place: 'list', keys: ['Enter'], label: 'Open the conversation' },
  peek: { place: 'list', keys: [' '], label: 'Peek at the conversation of the row' },
  endPeek: { place: 'list', keys: ['Escape'], label: 'End peeking' },
  nextCell: { place: 'list', keys: ['ArrowRight'], label: 'Next cell of the row' },
  previousCell: { place: 'list', keys: ['ArrowLeft'], label: 'Previous cell of the row' },
  cellMenu: { place: 'list', keys: ['Shift F10', 'ContextMenu'], label: 'Menu of the cell: filter, exclude, copy' },
  nextPage: { place: 'list', keys: [']'], label: 'Next page' },
  previousPage: { place: 'list', keys: ['['], label: 'Previous page' },
  nextEvent: { place: 'conversation', keys: ['j', 'ArrowDown'], label: 'Next event' },
  previousEvent: { place: 'conversation', keys: ['k', 'ArrowUp'], label: 'Previous event' },
  firstEvent: { place: 'conversation', keys: ['Home'], label: 'First event' },
  lastEvent: { place: 'conversation', keys: ['End'], label: 'Last event, and follow what comes' },
  goToEvent: { place: 'conversation', keys: ['#'], label: 'Go to an event by its number or time' },
  nextError: { place: 'conversation', keys: ['e'], label: 'Next error' },
  previousError: { place: 'conversation', keys: ['E'], label: 'Previous error' },
  focusedMode: { place: 'conversation', keys: ['m'], label: 'Show messages alone, or every step' },
  copyLink: { place: 'conversation', keys: ['y'], label: 'Copy a link to the event, or to the conversation' },
  collapse: { place: 'conversation', keys: ['c'], label: 'Close all events' },
  nextConversation: { place: 'conversation', keys: ['J'], label: 'Next conversation of the list' },
  previousConversation: { place: 'conversation', keys: ['K'], label: 'Previous conversation of the list' },
  transcriptTab: { place: 'conversation', keys: ['1'], label: 'Transcript' },
  eventsTab: { place: 'conversation', keys: ['2'], label: 'Events' },
  timelineTab: { place: 'conversation', keys: ['3'], label: 'Timeline' },
  rawTab: { place: 'conversation', keys: ['4'], label: 'Raw' },
} as const satisfies Readonly<Record<string, Shortcut>>

export type ShortcutId = keyof typeof SHORTCUTS

/** What shortcuts do on a page; null or left out: nothing at the moment. */
export type ShortcutActions = { readonly [Id in ShortcutId]?: (() => void) | null | undefined }

/** The action that belongs to a key, or to two pressed one after the other (`g c`); null where none does. */
export function actionOf(actions: ShortcutActions, pressed: string): (() => void) | null {
  const id = idsOf(actions).find((known) => SHORTCUTS[known].keys.some((key) => key === pressed))
  return id === undefined ? null : (actions[id] ?? null)
}

/** The action of a key with a name (arrows, Home), pressed alone inside of what it moves through; null where none belongs to it. */
export function namedAction(
  actions: ShortcutActions,
  event: Readonly<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> & { readonly key: string },
): (() => void) | null {
  if (event.key.length === 1 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null
  return actionOf(actions, event.key)
}

/** Whether a key, with the modifier that it needs before it (`Shift F10`), is one of a shortcut's. */
export function isKeyOf(id: ShortcutId, pressed: string): boolean {
  return SHORTCUTS[id].keys.some((key) => key === pressed)
}

/** Whether a key begins one of the shortcuts that are pressed one after the other. */
export function isPrefix(actions: ShortcutActions, pressed: string): boolean {
  return idsOf(actions).some((id) => SHORTCUTS[id].keys.some((key) => key.startsWith(`${pressed} `)))
}

/** How a key reads in the help. */
export function keyLabel(key: string): string {
  return KEY_LABELS.get(key) ?? (/^[A-Z]$/.test(key) ? `Shift ${key}` : key)
}

const KEY_LABELS: ReadonlyMap<string, string> = new Map([
  ['ArrowDown', '↓'],
  ['ArrowUp', '↑'],
  ['ArrowRight', '→'],
  ['ArrowLeft', '←'],
  [' ', 'Space'],
  ['Escape', 'Esc'],
  ['ContextMenu', 'Menu'],
])

function idsOf(actions: ShortcutActions): readonly ShortcutId[] {
  // `Object.keys` is typed as string, because an object may hold more than its type says; these are literals of ours.
  return Object.keys(actions) as ShortcutId[]
}
