const FENCE = /^ {0,3}(`{3,}|~{3,})/

/**
 * A text in markdown as stretches of about so many letters that can be drawn one by one: cut between paragraphs, and where
 * there is no such place for long between lines, a block of code being closed and opened again.
 */
export function toMarkdownParts(text: string, letters: number): readonly string[] {
  if (text.length <= letters) return [text]
  const parts: string[] = []
  let lines: string[] = []
  let length = 0
  let fence: string | null = null
  const cut = () => {
    parts.push([...lines, ...(fence === null ? [] : [fenceMark(fence)])].join('\n'))
    lines = fence === null ? [] : [fence]
    length = 0
  }
  for (const line of text.split('\n').flatMap((one) => toShortLines(one, letters))) {
    const isParagraph = fence === null && line.trim() === ''
    if (length > 0 && (length + line.length > letters || (isParagraph && length > letters * 0.75))) cut()
    lines.push(line)
    length += line.length + 1
    fence = fenceAfter(fence, line)
  }
  if (length > 0) parts.push(lines.join('\n'))
  return parts
}

function toShortLines(line: string, letters: number): readonly string[] {
  if (line.length <= letters) return [line]
  return Array.from({ length: Math.ceil(line.length / letters) }, (_, part) =>
    line.slice(part * letters, (part + 1) * letters),
  )
}

function fenceMark(line: string): string {
  return FENCE.exec(line)?.[1] ?? ''
}

/** The line that opened the block of code that a line is in or opens; null where it is in none, or closes it. */
function fenceAfter(open: string | null, line: string): string | null {
  const mark = fenceMark(line)
  if (open === null) return mark === '' ? null : line
  const closes = mark !== '' && mark.startsWith(fenceMark(open)) && line.trim() === mark
  return closes ? null : open
}
