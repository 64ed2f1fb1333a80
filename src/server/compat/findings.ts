import { isDeepStrictEqual } from 'node:util'
import type { DifferenceName } from './differences.ts'

/** A JSON object, its fields unread. */
export type Json = Readonly<Record<string, unknown>>

/** What a comparison has found: the differences that it met, and what none of them explains. */
export class Findings {
  readonly used = new Set<DifferenceName>()
  readonly mismatches: string[] = []

  /** Says that a difference was met, where `met` is not false. */
  use(name: DifferenceName, met = true): void {
    if (met) this.used.add(name)
  }

  equal(where: string, expected: unknown, ours: unknown): boolean {
    if (isDeepStrictEqual(expected, ours)) return true
    this.mismatches.push(`${where}: expected ${inShort(expected)}, not ${inShort(ours)}`)
    return false
  }

  /** Ours has to hold every field expected as it is, and beside them only `known` ones. */
  holds(where: string, expected: unknown, ours: unknown, known: ReadonlySet<string>): void {
    if (!isObject(expected) || !isObject(ours)) return void this.equal(where, expected, ours)
    for (const [name, value] of Object.entries(expected)) this.equal(`${where}.${name}`, value, ours[name])
    const more = Object.keys(ours).filter((name) => !(name in expected))
    this.use('more-fields', more.length > 0)
    this.equal(
      `${where}: fields of nobody`,
      [],
      more.filter((name) => !known.has(name)),
    )
  }
}

export function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A recorded or validated body as an object; what is none has no fields. */
export function toObject(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function inShort(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200)
}
