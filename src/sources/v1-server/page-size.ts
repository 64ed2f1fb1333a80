/** How much is asked for at once where the server may fail on some of it: less and less down to that one, and all again behind it. */
export class PageSize {
  readonly #most: number
  readonly #factor: number
  #limit: number
  /** Items that are still to come of the smallest page that failed. */
  #suspects = 0

  constructor(most: number, factor: number) {
    this.#most = most
    this.#factor = factor
    this.#limit = most
  }

  get limit(): number {
    return this.#limit
  }

  /** The page failed. False where it held one item alone. */
  shrink(): boolean {
    if (this.#limit === 1) return false
    this.#suspects = this.#limit
    this.#limit = Math.max(1, Math.floor(this.#limit / this.#factor))
    return true
  }

  /** So many items were had, or are given up. */
  pass(count: number): void {
    this.#suspects -= count
    if (this.#suspects <= 0) this.#limit = this.#most
  }
}
