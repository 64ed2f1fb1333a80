import { isStatus } from '../contract/statuses.ts'
import { toFilledText } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import type { ConversationRecord } from './source.ts'

/** Without a lease, this long after its last write a running conversation is no longer believed to run. */
const QUIET_MS = 10 * 60_000

/** The part of a record that says what a conversation is doing. */
export type Status = Pick<
  ConversationRecord,
  'status' | 'statusReason' | 'nativeStatus' | 'statusUntil' | 'statusAfter'
>

/** What decides a conversation's status on disk. */
export interface StatusEvidence {
  /** `base_state.json`; null where it is missing or says nothing, `baseProblem` then says which. */
  readonly base: JsonObject | null
  readonly baseProblem: string | null
  /** End of the lease of the server that owns it, UTC ms; null without a lease. */
  readonly leaseUntil: number | null
  /** Time of the newest write to one of its files, UTC ms. */
  readonly lastWrite: number
  readonly now: number
}

/**
 * Status of a conversation on disk. `running` is believed until the lease ends (Agent Server), without a lease (CLI, older
 * servers) for ten minutes after the last write; afterwards nobody can know. An absent status is `idle`.
 */
export function toStatus(evidence: StatusEvidence): Status {
  const { base } = evidence
  if (base === null) return lasting('unknown', evidence.baseProblem, null)
  const stated = base['execution_status'] ?? base['agent_status'] ?? null
  if (stated === null) return lasting('idle', null, null)
  const word = toFilledText(stated)
  if (word === null) return lasting('unknown', 'base_state.json states a status that is no word', null)
  if (word === 'running') return running(evidence)
  return statedStatus(word)
}

/** Status of a word that says all: itself where it is one of the contract, else `unknown` with the word in its reason. */
export function statedStatus(word: string): Status {
  if (isStatus(word) && word !== 'unknown') return lasting(word, null, word)
  return lasting('unknown', `The source says “${word.slice(0, 100)}”, a status unknown to Lookout`, word)
}

/** A status that no clock changes. */
export function lasting(status: string, statusReason: string | null, nativeStatus: string | null): Status {
  return { status, statusReason, nativeStatus, statusUntil: null, statusAfter: null }
}

function running({ leaseUntil, lastWrite, now }: StatusEvidence): Status {
  // File systems give fractions of a millisecond; the index keeps whole ones.
  const until = Math.ceil(leaseUntil ?? lastWrite + QUIET_MS)
  const reason =
    leaseUntil === null
      ? 'It says running, but none of its files has changed for ten minutes and no lease tells whether a server is at work'
      : 'It says running, but the lease of its server has ended'
  if (until <= now) return lasting('unknown', reason, 'running')
  const statusAfter = { status: 'unknown', reason }
  return { status: 'running', statusReason: null, nativeStatus: 'running', statusUntil: until, statusAfter }
}
