import { findMatches } from './find-matches.ts'
import { formatDuration } from './format.ts'

/** What these functions read of a row; the contract's `TranscriptRow` has it all. */
interface Row {
  readonly kind: string
  readonly source?: string | undefined
  readonly tool_name?: string | undefined
  readonly is_error: boolean
  readonly exit_code?: number | undefined
  readonly size_bytes: number
  readonly headline?: string | undefined
  readonly answer?:
    | { readonly is_error: boolean; readonly exit_code?: number | undefined; readonly elapsed_ms?: number | undefined }
    | undefined
}

/** How a row ended: an error is drawn loud, a command with another code than 0 quiet; -1 is a command that still runs. */
export interface RowEnd {
  readonly tone: 'error' | 'failed' | 'plain'
  /** `exit 1 · 1.4s`; empty where nothing is known. */
  readonly words: string
}

/** How a row ended, from itself and the answer folded into it. */
export function rowEnd(row: Row): RowEnd {
  const code = row.answer?.exit_code ?? row.exit_code ?? null
  const isError = row.is_error || row.answer?.is_error === true
  const isFailed = code !== null && code !== 0 && code !== -1
  const elapsed = row.answer?.elapsed_ms
  // What a server of V0 or the user does is an action too, but nobody answers it.
  const isCall = row.kind === 'ActionEvent' && row.source !== 'environment' && row.source !== 'user'
  const words = [
    ...(isError ? ['error'] : []),
    ...(code === -1 && !isError ? ['still running'] : isFailed ? [`exit ${code}`] : []),
    ...(elapsed === undefined ? [] : [formatDuration(elapsed / 1000)]),
    ...(isCall && row.answer === undefined && !isError ? ['no answer'] : []),
  ]
  return { tone: isError ? 'error' : isFailed ? 'failed' : 'plain', words: words.join(' · ') }
}

/** Whether a row is drawn as a message, always open: one that was sent, or the agent's final answer. */
export function isMessage(row: Pick<Row, 'kind' | 'tool_name' | 'is_error' | 'answer'>): boolean {
  return row.kind === 'MessageEvent' || isFinish(row)
}

/** Whether a row is the call that ends a run with the agent's answer; one that failed is a call like any other. */
export function isFinish(row: Pick<Row, 'kind' | 'tool_name' | 'is_error' | 'answer'>): boolean {
  return row.kind === 'ActionEvent' && row.tool_name === 'finish' && !row.is_error && row.answer?.is_error !== true
}

const LINE_PX = 32
/** Bytes of an event around its text, and letters on one line of a message. */
const ENVELOPE_BYTES = 420
const LETTERS_PER_LINE = 86

/** A guess at a row's height in pixels before it has been drawn; a message's grows with its size, up to what is shown at first. */
export function estimateRowPx(row: Row | undefined): number {
  if (row === undefined || !isMessage(row)) return LINE_PX
  const letters = Math.min(Math.max(row.size_bytes - ENVELOPE_BYTES, 0), 8000)
  return 56 + 22 * Math.max(1, Math.ceil(letters / LETTERS_PER_LINE))
}

/** A headline cut at every place where the searched text stands, case aside: matches have odd indexes. */
export function splitMatches(headline: string, needle: string): readonly string[] {
  const borders = [0, ...findMatches(headline, needle).flat(), headline.length]
  return borders.slice(1).map((end, at) => headline.slice(borders[at], end))
}
