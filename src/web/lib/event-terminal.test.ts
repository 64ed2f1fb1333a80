import { expect, test } from 'vitest'
import { cleanTerminal, terminalSpans } from './event-terminal.ts'

test('links and titles (OSC) leave only their text', () => {
  expect(cleanTerminal('\u001b]8;;https://example.org\u0007here\u001b]8;;\u0007')).toBe('here')
  expect(cleanTerminal('\u001b]0;evil title\u001b\\done')).toBe('done')
})

test('an unfinished OSC ends with its line', () => {
  expect(cleanTerminal('\u001b]0;never closed\nnext')).toBe('\nnext')
})

test('a carriage return writes over the line, a longer rest stays', () => {
  expect(cleanTerminal(' 10%\r 50%\r100%\n')).toBe('100%\n')
  expect(cleanTerminal('abcdef\rxy')).toBe('xycdef')
  expect(cleanTerminal('one\r\ntwo\r\n')).toBe('one\ntwo\n')
  expect(cleanTerminal('kept\r')).toBe('kept')
})

test('a coloured line that is written over is replaced as a whole', () => {
  expect(cleanTerminal('\u001b[31mred\u001b[0m\rnew')).toBe('new')
})

test('backspaces take letters back', () => {
  expect(cleanTerminal('abc\b\bX')).toBe('aX')
  expect(cleanTerminal('\b\bfirst')).toBe('first')
})

test('cursor movement, charsets, stray escapes and control letters vanish; colours and tabs stay', () => {
  expect(cleanTerminal('\u001b[2J\u001b[1;1H\u001b(B\u001b[?25lx\u001b=\u0000\u0007\ty')).toBe('x\ty')
  expect(cleanTerminal('\u001b[1;32mok\u001b[0m')).toBe('\u001b[1;32mok\u001b[0m')
  expect(cleanTerminal('cut \u001b[12')).toBe('cut ')
})

test('colours become classes', () => {
  expect(terminalSpans('\u001b[1;31mbad\u001b[0m fine')).toEqual([
    { text: 'bad', className: 'ansi-red-fg ansi-bold' },
    { text: ' fine', className: '' },
  ])
})

test('the palette maps to the sixteen names; other colours keep the colour of the text', () => {
  expect(terminalSpans('\u001b[38;5;9mx')).toEqual([{ text: 'x', className: 'ansi-bright-red-fg' }])
  expect(terminalSpans('\u001b[38;5;200mx')).toEqual([{ text: 'x', className: '' }])
  expect(terminalSpans('\u001b[38;2;1;2;3mx')).toEqual([{ text: 'x', className: '' }])
})

test('markup in output is text, never markup', () => {
  expect(terminalSpans('<img src=x onerror=alert(1)>')).toEqual([
    { text: '<img src=x onerror=alert(1)>', className: '' },
  ])
})
