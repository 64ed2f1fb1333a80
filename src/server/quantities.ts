const MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000 }
const UNITS = ['', 'k', 'm', 'g', 't']

/** `30`, `30s`, `5m`, `1h` in ms; null for anything else, and for none at all. Whole numbers alone. */
export function parseDuration(text: string): number | null {
  const [, number, unit = ''] = /^(\d{1,6}) ?([smh]?)$/.exec(text.trim()) ?? []
  const factor = MS[unit]
  return number === undefined || factor === undefined || Number(number) === 0 ? null : Number(number) * factor
}

/** `2GB`, `500 MB`, `1.5g`, `4096` in bytes, a kilobyte being 1024; null for anything else. */
export function parseSize(text: string): number | null {
  const [, number, unit = ''] = /^(\d{1,15}(?:\.\d+)?) ?([kmgt]?)b?$/i.exec(text.trim()) ?? []
  if (number === undefined) return null
  const bytes = Math.round(Number(number) * 1024 ** UNITS.indexOf(unit.toLowerCase()))
  return Number.isSafeInteger(bytes) ? bytes : null
}

/** `60`: a whole number from 1; null for anything else. */
export function parseCount(text: string): number | null {
  return /^[1-9]\d{0,5}$/.test(text.trim()) ? Number(text) : null
}
