import type { RemoteSize } from './follower.ts'
import { measureServer, SERVERS, type Asked } from './measured-server.ts'
import type { MeteredRequest } from './metered-server.ts'

const MINUTE_MS = 60_000

/** Measures one server after the other, and says a line of each; `byPath`: and what each path was asked. */
export async function benchServers(size: RemoteSize, byPath: boolean, say: (line: string) => void): Promise<void> {
  const row = (cells: readonly string[]) =>
    say(
      cells
        .map((cell, at) => cell.padEnd(at === 0 ? 22 : 26))
        .join('')
        .trimEnd(),
    )
  row([`${size.conversations} conversations`, 'first walk', 'events behind it', 'five idle minutes', 'an idle hour'])
  for (const name of Object.keys(SERVERS)) {
    const { walk, events, idle, hour, mostInAMinute, readMs } = await measureServer(name, size)
    row([name, ...[walk, events, idle, hour].map(toText)])
    say(
      `${' '.repeat(22)}read after ${(readMs / MINUTE_MS).toFixed(1)} minutes; at most ${mostInAMinute} requests a minute`,
    )
    if (byPath)
      for (const [phase, asked] of Object.entries({ walk, events, idle, hour }))
        for (const [path, some] of groupByPath(asked)) say(`  ${phase.padEnd(8)} ${toText(some).padEnd(26)} ${path}`)
  }
}

function toText(asked: Asked): string {
  const bytes = asked.reduce((sum, one) => sum + one.bytes, 0)
  const size = bytes < 1e6 ? `${(bytes / 1e3).toFixed(bytes < 1e4 ? 1 : 0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
  return `${asked.length} requests, ${size}`
}

function groupByPath(asked: Asked): ReadonlyMap<string, Asked> {
  const groups = new Map<string, MeteredRequest[]>()
  for (const request of asked) {
    const { pathname, searchParams } = new URL(request.path, 'http://server')
    const names = [...searchParams].map(([key, value]) =>
      key === 'limit' || key === 'status' ? `${key}=${value}` : key,
    )
    const path =
      pathname.replaceAll(/[0-9a-f-]{32,36}/g, '{id}') + (names.length > 0 ? `?${[...new Set(names)].join('&')}` : '')
    groups.set(path, [...(groups.get(path) ?? []), request])
  }
  return groups
}
