import type { components } from '../contract/openapi.gen.ts'
import type { ConversationPage, ConversationQuestion } from '../index/conversation-port.ts'
import { toConversationFilter } from './conversation-questions.ts'
import { toWireConversation } from './conversation-wire.ts'
import { toCsvLine, type Cell } from './csv.ts'
import { Download } from './download.ts'
import type { Asked, Handlers } from './routes.ts'

type Conversation = components['schemas']['Conversation']

/** Rows read at a time. */
const PAGE = 500

/** Columns of the CSV file, by the names on the wire; lists are joined by spaces, tags are JSON. */
const COLUMNS: readonly (readonly [name: string, (row: Conversation) => Cell])[] = [
  ['id', (row) => row.id],
  ['title', (row) => row.title],
  ['first_message', (row) => row.first_message],
  ['status', (row) => row.status],
  ['status_reason', (row) => row.status_reason],
  ['native_status', (row) => row.native_status],
  ['sandbox_status', (row) => row.sandbox_status],
  ['trigger', (row) => row.trigger],
  ['selected_repository', (row) => row.selected_repository],
  ['selected_branch', (row) => row.selected_branch],
  ['git_provider', (row) => row.git_provider],
  ['pr_number', (row) => row.pr_number.join(' ')],
  ['llm_model', (row) => row.llm_model],
  ['accumulated_cost', (row) => row.accumulated_cost],
  ['prompt_tokens', (row) => row.accumulated_token_usage?.prompt_tokens ?? null],
  ['completion_tokens', (row) => row.accumulated_token_usage?.completion_tokens ?? null],
  ['cache_read_tokens', (row) => row.accumulated_token_usage?.cache_read_tokens ?? null],
  ['cache_write_tokens', (row) => row.accumulated_token_usage?.cache_write_tokens ?? null],
  ['reasoning_tokens', (row) => row.accumulated_token_usage?.reasoning_tokens ?? null],
  ['created_at', (row) => row.created_at],
  ['updated_at', (row) => row.updated_at],
  ['duration_seconds', (row) => row.duration_seconds],
  ['event_count', (row) => row.event_count],
  ['error_count', (row) => row.error_count],
  ['failed_command_count', (row) => row.failed_command_count],
  ['unreadable_count', (row) => row.unreadable_count],
  ['parent_conversation_id', (row) => row.parent_conversation_id],
  ['sub_conversation_ids', (row) => row.sub_conversation_ids.join(' ')],
  ['tags', (row) => JSON.stringify(row.tags)],
  ['working_dir', (row) => row.working_dir],
  ['source', (row) => row.source],
]

/** The handler of the list as a file. */
export const exportRoutes: Pick<Handlers, 'exportConversations'> = {
  async exportConversations(asked) {
    const { values, nowMs, index, signal } = asked
    const question: ConversationQuestion = {
      filter: toConversationFilter(values, { nowMs, timeZone: values.time_zone }),
      // The one order in which a walk meets every row once, whatever arrives meanwhile.
      sort: { key: 'CREATED_AT', descending: true },
      nested: false,
      limit: PAGE,
      start: { offset: 0 },
      facets: null,
    }
    const first = await index.search(question, signal)
    const pages = walk(asked, question, first)
    const download =
      values.format === 'csv'
        ? new Download('text/csv; charset=utf-8', 'conversations.csv', toCsv(pages))
        : new Download('application/x-ndjson', 'conversations.jsonl', toLines(pages))
    return { revision: first.revision, body: download }
  },
}

async function* walk(
  { index, signal }: Asked<'exportConversations'>,
  question: ConversationQuestion,
  first: ConversationPage,
): AsyncGenerator<readonly Conversation[]> {
  let page = first
  while (true) {
    yield page.items.map(toWireConversation)
    const last = page.cursors.at(-1)
    if (!page.hasNext || last === undefined) return
    page = await index.search({ ...question, start: { after: last } }, signal)
  }
}

async function* toCsv(pages: AsyncIterable<readonly Conversation[]>): AsyncGenerator<string> {
  yield toCsvLine(COLUMNS.map(([name]) => name))
  for await (const rows of pages) yield rows.map((row) => toCsvLine(COLUMNS.map(([, cell]) => cell(row)))).join('')
}

async function* toLines(pages: AsyncIterable<readonly Conversation[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
