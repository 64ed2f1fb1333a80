import { toShortValue } from './short-record.ts'
import type { Database, Statement } from './sqlite.ts'

/** The dictionary of names that repeat in every event. The writer adds, readers only look up. */
export class Terms {
  readonly #byValue = new Map<string, number>()
  readonly #byKey = new Map<number, string>()
  readonly #read: Statement
  readonly #add: Statement | null

  constructor(database: Database, writable: boolean) {
    this.#read = database.prepare('SELECT pk, value FROM term WHERE pk > ?')
    this.#add = writable ? database.prepare('INSERT INTO term (pk, value) VALUES (?, ?)') : null
    this.refresh()
  }

  /** Takes in what was added since. */
  refresh(): void {
    for (const row of this.#read.all(this.#byKey.size)) this.#keep(Number(row['pk']), String(row['value']))
  }

  /** Forgets what a rolled-back transaction had added. */
  reset(): void {
    this.#byValue.clear()
    this.#byKey.clear()
    this.refresh()
  }

  /** Key of a value; adds it where this is the writer's dictionary. Null for null. */
  add(value: string | null): number | null {
    if (value === null) return null
    const known = this.#byValue.get(value)
    if (known !== undefined) return known
    const short = toShortValue(value)
    if (short !== value) return this.add(short)
    const key = this.#byKey.size + 1
    this.#add?.run(key, value)
    this.#keep(key, value)
    return key
  }

  /** Key of a value, or undefined where no event has it. */
  keyOf(value: string): number | undefined {
    return this.#byValue.get(value)
  }

  /** Value of a key; null for null. */
  valueOf(key: unknown): string | null {
    return typeof key === 'number' ? (this.#byKey.get(key) ?? null) : null
  }

  #keep(key: number, value: string): void {
    this.#byKey.set(key, value)
    this.#byValue.set(value, key)
  }
}
