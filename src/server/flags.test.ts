import { expect, test } from 'vitest'
import { HELP, parseFlags } from './flags.ts'
import { UsageError } from './usage-error.ts'

test('sources and flags may stand in any order, values behind a space or an equals sign', () => {
  expect(parseFlags(['a', '--port', '0', 'b', '--timezone=UTC', '--open'])).toEqual({
    sources: ['a', 'b'],
    port: '0',
    timezone: 'UTC',
    open: true,
    help: false,
    version: false,
  })
})

test('nothing is nothing', () => {
  expect(parseFlags([])).toEqual({ sources: [], open: false, help: false, version: false })
})

test('help has two names', () => {
  expect([parseFlags(['--help']).help, parseFlags(['-h']).help, parseFlags(['--version']).version]).toEqual([
    true,
    true,
    true,
  ])
})

test.each([
  [['--prot', '1'], '--prot'],
  [['--prot=1'], '--prot'],
  [['-x'], '-x'],
  [['--port'], '--port wants a value'],
  [['--port='], '--port wants a value'],
  [['--port', '--open'], '--port wants a value'],
  [['--open=yes'], '--open takes no value'],
])('%j is refused', (argv, part) => {
  expect(() => parseFlags(argv)).toThrow(UsageError)
  expect(() => parseFlags(argv)).toThrow(part)
})

test('what stands behind -- is a source, whatever it looks like', () => {
  expect(parseFlags(['--', '--port']).sources).toEqual(['--port'])
})

test('the help names every flag', () => {
  for (const name of ['port', 'host', 'cache', 'config', 'timezone', 'open', 'help', 'version'])
    expect(HELP).toContain(`--${name}`)
})
