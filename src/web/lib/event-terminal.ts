import Anser from 'anser'
import { toPages } from './event-fold.ts'

/** A stretch of terminal output in one style; `className` holds names such as `ansi-red-fg ansi-bold`, or nothing. */
export interface TerminalSpan {
  readonly text: string
  readonly className: string
}

const ESC = '\u001b'
// Operating system commands (titles, links), device control, privacy and application strings, up to their end or the line's.
const STRINGS = new RegExp(`${ESC}[\\]P^_X][^\\u0007${ESC}\\n]*(?:\\u0007|${ESC}\\\\)?`, 'g')
// Control sequences except `m`, which is colour and stays for the parser.
const CONTROLS = new RegExp(`${ESC}\\[[0-?]*[ -/]*[@-ln-~]`, 'g')
const CHARSETS = new RegExp(`${ESC}[ -/]+[0-~]`, 'g')
const OTHERS = new RegExp(`${ESC}(?!\\[[0-?]*m)[^\\[\\n]?`, 'g')
const BROKEN = new RegExp(`${ESC}\\[(?![0-?]*m)[0-?]*`, 'g')
// Everything else that is no text: C0 without tab, newline, carriage return and backspace; DEL and C1.
const NOISE = /[\u0000-\u0007\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g

/** Output as a terminal would show it, colours left in: no links or titles (OSC), `\r` and backspace carried out. */
export function cleanTerminal(output: string): string {
  const plain = output
    .replaceAll('\r\n', '\n')
    .replaceAll(STRINGS, '')
    .replaceAll(CONTROLS, '')
    .replaceAll(CHARSETS, '')
    .replaceAll(BROKEN, '')
    .replaceAll(OTHERS, '')
    .replaceAll(NOISE, '')
  return /[\r\b]/.test(plain) ? plain.split('\n').map(replayLine).join('\n') : plain
}

/** One line with its carriage returns and backspaces carried out. */
function replayLine(line: string): string {
  if (!/[\r\b]/.test(line)) return line
  return line.split('\r').map(applyBackspaces).reduce(overwrite)
}

function applyBackspaces(text: string): string {
  if (!text.includes('\b')) return text
  let done = ''
  for (const letter of text) done = letter === '\b' ? done.slice(0, -1) : done + letter
  return done
}

/** What stands on a line after `next` was written over `before`. Coloured text is replaced as a whole: its width is not its length. */
function overwrite(before: string, next: string): string {
  if (next === '') return before
  if (before.includes(ESC) || next.includes(ESC)) return next
  return next + before.slice(next.length)
}

/** Cleaned output as styled spans; nothing in it is ever markup. */
export function terminalSpans(cleaned: string): readonly TerminalSpan[] {
  return Anser.ansiToJson(cleaned, { json: true, use_classes: true, remove_empty: true }).map((part) => ({
    text: part.content,
    className: [
      colourClass(part.fg, 'fg'),
      colourClass(part.bg, 'bg'),
      ...part.decorations.filter((name) => name !== 'hidden' && name !== 'blink').map((name) => `ansi-${name}`),
    ]
      .filter((name) => name !== '')
      .join(' '),
  }))
}

const PALETTE = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white']

/** The 16 named colours only: for the others no pair of readable light and dark tones exists, they keep the text's colour. */
function colourClass(colour: string | null, side: 'fg' | 'bg'): string {
  if (colour === null || colour === '') return ''
  const index = /^ansi-palette-(\d+)$/.exec(colour)?.[1]
  if (index === undefined) return colour === 'ansi-truecolor' ? '' : `${colour}-${side}`
  const name = PALETTE[Number(index) % 8]
  if (name === undefined || Number(index) > 15) return ''
  return `ansi-${Number(index) > 7 ? 'bright-' : ''}${name}-${side}`
}

const COLOUR = new RegExp(`${ESC}\\[([0-?]*)m`, 'g')

/** What is in force behind a stretch, from what was before it. Codes that a reset took back are not kept. */
function carry(before: string, stretch: string): string {
  let style = before
  for (const [code, parameters = ''] of stretch.matchAll(COLOUR)) {
    if (/(?:^|;)0*$/.test(parameters)) style = ''
    // More would be noise: a later colour replaces an earlier one.
    else style = (style + code).slice(style.length > 200 ? style.indexOf(ESC, 1) : 0)
  }
  return style
}

/** A whole output, cleaned, in stretches that can each be drawn by themselves. */
export function terminalPages(output: string): readonly string[] {
  let style = ''
  return toPages(cleanTerminal(output)).map((page) => {
    const whole = style + page
    style = carry(style, page)
    return whole
  })
}

/** Cleaned output without its colours. */
export function withoutColours(cleaned: string): string {
  return cleaned.replaceAll(COLOUR, '')
}
