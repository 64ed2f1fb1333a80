/**
 * A button that takes itself away leaves the focus to the next one of its kind, marked by `data-leave` within one bar of filters; the
 * last one to the heading.
 */
export function focusBeside(button: HTMLElement): void {
  const all = [...(button.closest('[role=search]')?.querySelectorAll<HTMLElement>('[data-leave]') ?? [])]
  const at = all.indexOf(button)
  const beside = at === -1 ? undefined : (all[at + 1] ?? all[at - 1])
  ;(beside ?? document.querySelector('h1'))?.focus({ preventScroll: true })
}
