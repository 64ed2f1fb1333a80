import { expect, test } from 'vitest'
import { Attempts } from './attempts.ts'

function attempts() {
  const clock = { ms: 1_000_000 }
  const counted = new Attempts(() => clock.ms)
  const fail = (address: string, times: number) => Array.from({ length: times }, () => counted.fail(address))
  return { clock, counted, fail }
}

test('the eleventh attempt within a minute waits until that minute is over', () => {
  const { clock, counted, fail } = attempts()
  fail('10.0.0.1', 9)
  expect(counted.waitSeconds('10.0.0.1')).toBe(0)
  clock.ms += 20_500
  fail('10.0.0.1', 1)
  expect(counted.waitSeconds('10.0.0.1')).toBe(40)
  clock.ms += 39_499
  expect(counted.waitSeconds('10.0.0.1')).toBe(1)
  clock.ms += 1
  expect(counted.waitSeconds('10.0.0.1')).toBe(0)
  fail('10.0.0.1', 9)
  expect(counted.waitSeconds('10.0.0.1')).toBe(0)
})

test('addresses are counted apart, those of one IPv6 network together', () => {
  const { counted, fail } = attempts()
  fail('10.0.0.1', 10)
  fail('2001:db8::1', 5)
  fail('2001:db8:0:0:ffff::2', 5)
  fail('::ffff:10.0.0.7', 10)
  const waits = (address: string) => counted.waitSeconds(address) > 0
  expect(['10.0.0.1', '2001:db8::99', '2001:db8:0:0:1:2:3:4', '::ffff:10.0.0.7'].filter((at) => !waits(at))).toEqual([])
  expect(['10.0.0.2', '2001:db8:0:1::1', '::ffff:10.0.0.8', '::1'].filter(waits)).toEqual([])
})

test('however many addresses knock, only the longest quiet are forgotten', () => {
  const { counted, fail } = attempts()
  fail('first', 10)
  fail('second', 9)
  for (let index = 0; index < 9_998; index += 1) counted.fail(`10.0.${index >> 8}.${index & 255}`)
  fail('second', 1)
  expect([counted.waitSeconds('first') > 0, counted.waitSeconds('second') > 0]).toEqual([true, true])
  counted.fail('another')
  expect([counted.waitSeconds('first') > 0, counted.waitSeconds('second') > 0]).toEqual([false, true])
})
