/** Longest text of one event that is indexed, in UTF-16 units; beyond it only the body on disk has the rest. */
const MAX_TEXT = 1_048_576

/**
 * The form in which text is stored and searched: composed, lower-case in every script, final sigma as sigma (lower-casing
 * chooses it by its neighbours, which a substring does not have), and no NUL, at which SQLite's functions end a string.
 */
export function fold(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ς', 'σ')
    .replaceAll('\0', ' ')
    .toWellFormed()
}

/**
 * The FTS5 expression that finds every row which may hold a folded text: all of its trigrams, at most 24 of them evenly
 * spread (a superset; callers verify). Null below three characters, where a scan is the only way.
 */
export function trigramExpression(folded: string): string | null {
  const characters = Array.from(folded)
  if (characters.length < 3) return null
  const all = new Set<string>()
  const step = Math.max(1, Math.floor((characters.length - 2) / 24))
  for (let start = 0; start + 3 <= characters.length; start += step)
    all.add(characters.slice(start, start + 3).join(''))
  all.add(characters.slice(-3).join(''))
  return [...all].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ')
}
