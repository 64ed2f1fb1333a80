import { expect, test } from 'vitest'
import { HttpFault, type FaultKind } from './http-fault.ts'
import { RequestPace } from './request-pace.ts'

const { signal } = new AbortController()

/** A pace whose clock stands still but for sleeping and for what a request takes; `asked` are the times of requests. */
function makePace(perMinute: number | null = null, random = () => 1) {
  const asked: number[] = []
  let clock = 0
  const pace = new RequestPace({
    perMinute,
    now: () => clock,
    random,
    sleep: async (ms) => void (clock += ms),
  })
  const send = async (tookMs: number, fault?: HttpFault) => {
    asked.push(clock)
    clock += tookMs
    if (fault !== undefined) throw fault
  }
  return {
    asked,
    pace,
    pass: (ms: number) => (clock += ms),
    background: (tookMs: number, fault?: HttpFault) => pace.run(false, signal, () => send(tookMs, fault)),
    awaited: (tookMs: number, fault?: HttpFault) => pace.run(true, signal, () => send(tookMs, fault)),
  }
}

function faultOf(kind: FaultKind, retryAfterMs: number | null = null): HttpFault {
  return new HttpFault(kind, 'planted', { retryAfterMs })
}

test('in the background a server is busy for a tenth of its time', async () => {
  const { asked, background, awaited } = makePace()
  await Promise.all([background(100), background(2000), background(0), background(0)])
  expect(asked).toEqual([0, 1000, 21_000, 21_000])
  await background(500)
  await awaited(100)
  await awaited(100)
  await background(0)
  expect(asked.slice(4)).toEqual([21_000, 21_500, 21_600, 26_000])
})

test('a budget goes out evenly after a few at once, and of those half are kept for who waits', async () => {
  const { asked, background, awaited } = makePace(60)
  for (let count = 0; count < 7; count += 1) await background(0)
  expect(asked).toEqual([0, 0, 0, 0, 0, 1177, 2354])
  for (let count = 0; count < 6; count += 1) await awaited(0)
  expect(asked.slice(7)).toEqual([2354, 2354, 2354, 2354, 2354, 3531])
})

test('who waits keeps to the budget too, and to another from the moment that it is known', async () => {
  const { asked, awaited, pace } = makePace(1)
  await awaited(0)
  await awaited(0)
  expect(asked).toEqual([0, 60_000])
  pace.allow(null)
  await awaited(0)
  await awaited(0)
  expect(asked.slice(2)).toEqual([60_000, 60_000])
})

test('the pause that a server asks for holds for all, up to an hour', async () => {
  const { asked, background, awaited } = makePace(null, () => 0)
  await expect(background(0, faultOf('rate-limited', 20_000))).rejects.toThrow('planted')
  await awaited(0)
  await background(0)
  expect(asked).toEqual([0, 20_000, 20_000])
  await expect(awaited(0, faultOf('server-error', 86_400_000))).rejects.toThrow('planted')
  await awaited(0)
  expect(asked.slice(3)).toEqual([20_000, 3_620_000])
})

test('while a server fails the pauses double up to five minutes, and vary', async () => {
  const { asked, background, awaited } = makePace()
  const pauses = async (count: number) => {
    const from = asked.length
    for (let index = 0; index <= count; index += 1)
      await expect(background(0, faultOf('unreachable'))).rejects.toThrow('planted')
    return asked.slice(from + 1).map((time, index) => time - (asked[from + index] ?? 0))
  }
  expect(await pauses(10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300].map((seconds) => seconds * 1000))
  const last = asked.at(-1)
  await awaited(0)
  expect(asked.at(-1)).toBe(last)
  await background(0)
  expect(await pauses(2)).toEqual([1000, 2000])
  const jittered = makePace(null, () => 0.5)
  await expect(jittered.background(0, faultOf('timeout'))).rejects.toThrow('planted')
  await jittered.background(0)
  expect(jittered.asked).toEqual([0, 750])
})

test('a server that has no such thing is well', async () => {
  const { asked, background } = makePace()
  await expect(background(0, faultOf('server-error'))).rejects.toThrow('planted')
  await expect(background(0, faultOf('not-found'))).rejects.toThrow('planted')
  await expect(background(0, faultOf('server-error'))).rejects.toThrow('planted')
  await background(0)
  expect(asked).toEqual([0, 1000, 1000, 2000])
})

test('who gives up makes room, and never sends', async () => {
  const pace = new RequestPace({ perMinute: null, now: () => 0 })
  let answer = () => {}
  const first = pace.run(false, signal, () => new Promise<void>((resolve) => (answer = resolve)))
  const [second, third] = [new AbortController(), new AbortController()]
  let sent = 0
  const count = async () => (sent += 1)
  const gaveUp = pace.run(false, second.signal, count)
  const waits = pace.run(false, third.signal, count)
  second.abort(new Error('gone'))
  await expect(gaveUp).rejects.toThrow('gone')
  expect(sent).toBe(0)
  answer()
  await first
  await waits
  expect(sent).toBe(1)
  await expect(pace.run(true, second.signal, count)).rejects.toThrow('gone')
  expect(sent).toBe(1)
})

test('who gives up while it sleeps wakes at once', async () => {
  const pace = new RequestPace({ perMinute: 1 })
  await pace.run(true, signal, async () => {})
  const end = new AbortController()
  const waits = pace.run(false, end.signal, async () => {})
  // It sleeps once all that does not is done.
  await new Promise((resolve) => void setImmediate(resolve))
  end.abort(new Error('gone'))
  await expect(waits).rejects.toThrow('gone')
})

test('requests of one turn follow each other, and count each in the budget', async () => {
  const { asked, pace, background, awaited, pass } = makePace(20)
  const both = async () => {
    asked.push(pass(0))
    asked.push(pass(50))
  }
  await pace.run(false, signal, both, 2)
  await background(0)
  expect(asked).toEqual([0, 50, 3530])
  await pace.run(true, signal, both, 2)
  expect(asked.slice(3)).toEqual([3530, 3580])
  await awaited(0)
  expect(asked.slice(5)).toEqual([7060])
})
