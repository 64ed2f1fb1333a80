/** Small integers for strings, so that columns are narrow and comparisons cheap. Code 0 is null. */
export class Codes {
  readonly #byValue = new Map<string, number>()
  readonly #values: (string | null)[] = [null]

  /** Code of a value, given out on first sight. */
  of(value: string | null): number {
    if (value === null) return 0
    const known = this.#byValue.get(value)
    if (known !== undefined) return known
    const code = this.#values.length
    this.#values.push(value)
    this.#byValue.set(value, code)
    return code
  }

  /** Code of a value that some row has had, or undefined. */
  find(value: string | null): number | undefined {
    return value === null ? 0 : this.#byValue.get(value)
  }

  valueOf(code: number): string | null {
    return this.#values[code] ?? null
  }

  get size(): number {
    return this.#values.length
  }
}
