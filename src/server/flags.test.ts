import { expect, test } from 'vitest'
import { HELP, parseFlags } from './flags.ts'
import { UsageError } from './usage-error.ts'

test('sources and flags may stand in any order, values behind a space or an equals sign', () => {
  expect(parseFlags(['a', '--port', '0', 'b', '--timezone=UTC', '--open'])).toEqual({
    sources: ['a', 'b'],
    allowedHosts: [],
    port: '0',
    timezone: 'UTC',
    open: true,
    help: false,
    version: false,
  })
})

test('nothing is nothing', () => {
  expect(parseFlags([])).toEqual({ sources: [], allowedHosts: [], open: false, help: false, version: false })
})

test('names of hosts add up', () => {
  expect(parseFlags(['--allowed-host', 'a.example', '--allowed-host=b.example']).allowedHosts).toEqual([
    'a.example',
    'b.example',
  ])
})

test('a token in a command line is refused, unrepeated, with the way to give it', () => {
  for (const argv of [['--token', 'canary-token'], ['--token=canary-token'], ['--token']]) {
    expect(() => parseFlags(argv)).toThrow(/^--token .* LOOKOUT_TOKEN\.$/)
    expect(() => parseFlags(argv)).not.toThrow('canary')
  }
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
  [['--allowed-host'], '--allowed-host wants a value'],
  [['--open=yes'], '--open takes no value'],
])('%j is refused', (argv, part) => {
  expect(() => parseFlags(argv)).toThrow(UsageError)
  expect(() => parseFlags(argv)).toThrow(part)
})

test('what stands behind -- is a source, whatever it looks like', () => {
  expect(parseFlags(['--', '--port']).sources).toEqual(['--port'])
})

test('the help names every flag', () => {
  for (const name of ['port', 'host', 'allowed-host', 'cache', 'config', 'timezone', 'open', 'help', 'version'])
    expect(HELP).toContain(`--${name}`)
})
