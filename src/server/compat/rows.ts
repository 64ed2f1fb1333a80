import contract from '../../contract/openapi.gen.json' with { type: 'json' }
import { toConversationId } from '../parameters.ts'
import { toList, toObject, type Findings, type Json } from './findings.ts'
import type { Oracle } from './oracle.ts'
import type { Moment } from './recordings.ts'

/** Fields that rows of ours may have. */
export const ROW_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(contract.components.schemas.Conversation.properties),
  ...Object.keys(contract.components.schemas.V0Conversation.properties),
])

/** Fields of the Agent Server's row that are promised, where its version has them. */
const PROMISED = [
  'id',
  'title',
  'execution_status',
  'created_at',
  'updated_at',
  'tags',
  'parent_conversation_id',
  'sub_conversation_ids',
]

/** V0's fields that say whether a runtime lives, as they are where none does. */
const AT_REST = { status: 'STOPPED', runtime_status: null, url: null }

/** Turns rows of a server into what Lookout is to say of the same conversations. */
export class RowTranslator {
  readonly #moment: Moment
  readonly #oracle: Oracle
  readonly #findings: Findings

  constructor(moment: Moment, oracle: Oracle, findings: Findings) {
    this.#moment = moment
    this.#oracle = oracle
    this.#findings = findings
  }

  /** A row of a list or batch. */
  toRow(theirs: Json): Json {
    return this.#moment.server === 'v0' ? this.#toV0Row(theirs) : this.#toAgentServerRow(theirs)
  }

  /** The answer for one conversation. */
  toSingle(theirs: Json): Json {
    const row = this.toRow(theirs)
    if (this.#moment.server === 'agent-server') return row
    const status = this.#known(String(row['conversation_id']))['status']
    this.#findings.use('single-status', status !== row['status'])
    return { ...row, status }
  }

  /** A row that V0 keeps back, from what a count of the files says. */
  toHiddenRow(known: Json): Json {
    return {
      conversation_id: known['id'],
      title: known['title'],
      last_updated_at: known['updated_at'],
      ...AT_REST,
      selected_repository: known['selected_repository'],
      selected_branch: known['selected_branch'],
      git_provider: known['git_provider'],
      trigger: known['trigger'],
      num_connections: 0,
      session_api_key: null,
      created_at: known['created_at'],
      pr_number: known['pr_number'],
      conversation_version: 'V0',
    }
  }

  #toV0Row(theirs: Json): Json {
    const id = String(theirs['conversation_id'])
    const known = this.#known(id)
    const isInvented = known['title'] === null && theirs['title'] === `Conversation ${id.slice(0, 5)}`
    this.#findings.use('titles', isInvented)
    const atRest = this.#moment.name === 'app-server-v0-live' ? AT_REST : {}
    this.#findings.use('live-runtime', 'status' in atRest && theirs['status'] !== AT_REST.status)
    return {
      ...theirs,
      ...atRest,
      title: isInvented ? null : theirs['title'],
      created_at: this.#toMilliseconds(theirs['created_at']),
      last_updated_at: this.#toUpdatedAt(known, theirs['last_updated_at']),
    }
  }

  #toAgentServerRow(theirs: Json): Json {
    const id = this.#toId(theirs['id'])
    this.#findings.use(
      'row-fields',
      Object.keys(theirs).some((name) => !PROMISED.includes(name)),
    )
    const isStale = this.#moment.stale?.includes(String(id)) === true
    this.#findings.use('stale', isStale)
    const row = {
      ...theirs,
      id,
      execution_status: isStale ? null : theirs['execution_status'],
      created_at: this.#toMilliseconds(theirs['created_at']),
      updated_at: this.#toUpdatedAt(this.#known(String(id)), theirs['updated_at']),
      ...('parent_conversation_id' in theirs
        ? { parent_conversation_id: this.#toId(theirs['parent_conversation_id']) }
        : {}),
      ...('sub_conversation_ids' in theirs
        ? { sub_conversation_ids: toList(theirs['sub_conversation_ids']).map((child) => this.#toId(child)) }
        : {}),
    }
    return Object.fromEntries(Object.entries(row).filter(([name]) => PROMISED.includes(name)))
  }

  #known(id: string): Json {
    return toObject(this.#oracle.conversations.get(id))
  }

  #toId(theirs: unknown): unknown {
    if (typeof theirs !== 'string') return theirs
    const ours = toConversationId(theirs)
    this.#findings.use('hex-ids', ours !== theirs)
    return ours
  }

  #toUpdatedAt(known: Json, theirs: unknown): unknown {
    const ours = known['updated_at']
    this.#findings.use('updated-at', ours !== this.#toMilliseconds(theirs))
    return ours
  }

  #toMilliseconds(theirs: unknown): unknown {
    if (typeof theirs !== 'string') return theirs
    const ours = `${theirs.slice(0, 19)}.${(/\.(\d+)/.exec(theirs)?.[1] ?? '').padEnd(3, '0').slice(0, 3)}Z`
    this.#findings.use('milliseconds', ours !== theirs)
    return ours
  }
}
