/** A `ref` that gives the focus to an element as it appears: what the reader just asked for is where the keyboard goes on. */
export function focusNow(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true })
}
