import type { SourceRow } from '../index/source-port.ts'

/** "1,200 of 5,000 conversations read" over all sources; null when every source has been read to its end once. */
export function formatProgress(sources: readonly Pick<SourceRow, 'complete' | 'progress'>[]): string | null {
  if (sources.every((source) => source.complete)) return null
  const sum = (name: 'read' | 'total') => sources.reduce((total, { progress }) => total + progress[name], 0)
  const count = new Intl.NumberFormat('en')
  return `${count.format(sum('read'))} of ${count.format(sum('total'))} conversations read`
}

/** A terminal line that is written over and over. */
export interface ProgressLine {
  /** Ends the line; what is printed next begins a new one. */
  stop(): void
}

const EVERY_MS = 200

/** Draws the progress of a first read until there is none, or `stop`. `ask` gives what `formatProgress` says now. */
export function drawProgress(ask: () => Promise<string | null>, write: (text: string) => void): ProgressLine {
  let isDrawn = false
  const stop = () => {
    clearInterval(timer)
    if (isDrawn) write('\r\u001B[K')
    isDrawn = false
  }
  const draw = async () => {
    const text = await ask()
    if (text === null) return stop()
    isDrawn = true
    write(`\r\u001B[K${text}`)
  }
  // The index is closed while the last question is under way: the line has ended by then.
  const timer = setInterval(() => void draw().catch(stop), EVERY_MS)
  timer.unref()
  return { stop }
}
