import { AMOUNT, writeAmount } from './amount-bounds.ts'

/** What a reader typed into a field, read: its meaning (null where the field is empty), or what is wrong with it. */
export type Typed<T> =
  | { readonly value: T | null; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string }

const WHOLE = new RegExp(`^${AMOUNT}$`)

/** US dollars as typed: `1.5`, `$1.50`. */
export function readTypedCost(text: string): Typed<number> {
  const typed = text.trim().replace(/^\$\s*(?=\S)/, '')
  if (typed === '') return { value: null }
  return WHOLE.test(typed) ? { value: Number(typed) } : { problem: 'Write dollars as a number, like 1.50.' }
}

const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 } as const
const DURATION = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9}(?:\.\d{1,3})?)s)?$/

/** Seconds of a duration as typed: `90`, `1h 30m`, `2d`. */
export function readTypedDuration(text: string): Typed<number> {
  const typed = text.toLowerCase().replaceAll(/\s/g, '')
  if (typed === '') return { value: null }
  if (WHOLE.test(typed)) return { value: Number(typed) }
  const parts = DURATION.exec(typed)
  if (parts === null) return { problem: 'Write seconds, or units like 1h 30m.' }
  const [, d = 0, h = 0, m = 0, s = 0] = parts
  return { value: Number(d) * UNITS.d + Number(h) * UNITS.h + Number(m) * UNITS.m + Number(s) }
}

/** Seconds, exact, as `readTypedDuration` reads them: `1h 30m`, `0s`. */
export function writeTypedDuration(seconds: number): string {
  let rest = Math.round(seconds * 1000) / 1000
  const parts: string[] = []
  for (const unit of ['d', 'h', 'm'] as const) {
    const whole = Math.floor(rest / UNITS[unit])
    if (whole > 0) parts.push(`${whole}${unit}`)
    rest -= whole * UNITS[unit]
  }
  if (rest > 0 || parts.length === 0) parts.push(`${Math.round(rest * 1000) / 1000}s`)
  return parts.join(' ')
}

/** US dollars, exact, with two digits at least: `$1.50`, `$0.005`. */
export function writeExactCost(usd: number): string {
  return `$${Number(usd.toFixed(2)) === usd ? usd.toFixed(2) : writeAmount(usd)}`
}
