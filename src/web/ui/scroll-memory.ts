/** How far the window was scrolled, in pixels, by the key of a step in the history. The oldest are forgotten. */
const left = new Map<string, readonly [x: number, y: number]>()
const MAX_REMEMBERED = 100

/** Remembers where the window is now, under the step of the history that is about to be left. */
export function rememberScroll(historyKey: string): void {
  left.delete(historyKey)
  left.set(historyKey, [window.scrollX, window.scrollY])
  for (const oldest of [...left.keys()].slice(0, -MAX_REMEMBERED)) left.delete(oldest)
}

/** Puts the window where it was when this step was left; to the top where it is new. */
export function restoreScroll(historyKey: string): void {
  const [x, y] = left.get(historyKey) ?? [0, 0]
  window.scrollTo(x, y)
}
