import { describe, expect, test } from 'vitest'
import { measureServer, SERVERS } from './measured-server.ts'

const SIZE = { conversations: 40, eventBudget: 3 }

describe.each(Object.keys(SERVERS))('following %s', (name) => {
  test('costs what it may', async () => {
    const { walk, events, idle, hour, mostInAMinute } = await measureServer(name, SIZE)
    const bytesOf = (asked: typeof idle) => asked.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(walk.length).toBeLessThan(20)
    expect(events.length).toBeGreaterThanOrEqual(SIZE.eventBudget)
    expect(idle.length).toBeLessThan(20)
    // V0 cannot say what has changed: all its rows are asked for at each look.
    expect(bytesOf(idle)).toBeLessThan(bytesOf(walk) / (name.endsWith('v0') ? 1 : 10))
    // At most two walks, and the looks between them.
    expect(bytesOf(hour)).toBeLessThan(bytesOf(walk) * (name.endsWith('v0') ? 4 : 3))
    if (name.startsWith('app-server')) expect(mostInAMinute).toBeLessThanOrEqual(60)
  })
})
