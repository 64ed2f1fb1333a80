/** Numbers as this app writes them: English grouping, so that a screenshot means the same everywhere. */
const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 0, maximumFractionDigits: 1 })
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })

/** The one word for a value that nobody knows; never 0, never a dash alone. */
export const UNKNOWN = 'unknown'

/** A whole number with thousands grouped: `14,881`; null is "unknown". */
export function formatCount(count: number | null): string {
  return count === null ? UNKNOWN : integer.format(count)
}

/** A number for tight places: exact below 10,000, else `12.3k`, `1.2M`. The exact one belongs into a title. */
export function formatShortCount(count: number): string {
  if (count < 10_000) return integer.format(count)
  // Rounded down: 999,999 is not yet a million.
  if (count < 1_000_000) return `${oneDecimal.format(Math.floor(count / 100) / 10)}k`
  return `${oneDecimal.format(Math.floor(count / 100_000) / 10)}M`
}

/** US dollars, `$1,904.22`; a cost below half a cent that is not zero is `<$0.01`; null is "unknown". */
export function formatCost(usd: number | null): string {
  if (usd === null) return UNKNOWN
  return usd > 0 && usd < 0.005 ? '<$0.01' : dollars.format(usd)
}

/** Seconds as `4.0s`, `12s`, `3m 11s`, `1h 04m`, `2d 03h`; below zero "clock skew"; null is "unknown". */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN
  if (seconds < 0) return 'clock skew'
  if (seconds < 9.95) return `${tenths.format(seconds)}s`
  const whole = Math.round(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  if (whole < 60) return `${whole}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`
  return `${Math.floor(whole / 86_400)}d ${two(Math.floor((whole % 86_400) / 3600))}h`
}

/** Bytes in decimal units, as file managers and network tools count: `812 B`, `4.1 kB`, `20 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${oneDecimal.format(bytes / 1000)} kB`
  return `${oneDecimal.format(bytes / 1_000_000)} MB`
}

/** A long id cut in its middle, `20ceb09b…ac71`: both ends are what people compare. */
export function shortenId(id: string): string {
  return id.length <= 16 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`
}

/** A long text cut in its middle, `octo/very-lo…checkout-fix`; at most `most` characters are left. */
export function shortenMiddle(text: string, most = 36): string {
  const characters = [...text]
  if (characters.length <= most) return text
  const head = Math.ceil((most - 1) / 2)
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - most).join('')}`
}

/** `1 event`, `2 events`, `0 events`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${integer.format(count)} ${count === 1 ? one : many}`
}
