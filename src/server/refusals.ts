import type { Fault } from './parameters.ts'

/** An answer other than 200, thrown by whoever finds that there can be no other. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: 404 | 410 | 422
  /** The body of the answer, in the contract's shape for that status. */
  readonly body: object

  constructor(status: 404 | 410 | 422, body: object) {
    super(`${status}`)
    this.status = status
    this.body = body
  }
}

/** 422 with every fault found. */
export function invalid(faults: readonly Fault[]): Refusal {
  return new Refusal(422, { detail: faults })
}

/** 404 in the words of the Agent Server. */
export function notFound(): Refusal {
  return new Refusal(404, { detail: 'Not Found' })
}

/** 404 for everything about the events of a conversation that nobody knows. */
export function conversationNotFound(id: string): Refusal {
  return new Refusal(404, { detail: `Conversation not found: ${id}` })
}

/** 422: a `page_id` that no Lookout has issued. */
export function malformedCursor(pageId: string): Refusal {
  const msg = 'Input should be the next_page_id or previous_page_id of an earlier answer'
  return invalid([{ type: 'cursor_parsing', loc: ['query', 'page_id'], msg, input: pageId }])
}

/** 410: a `page_id` of another version, order or filter. */
export function goneCursor(): Refusal {
  const detail = 'This cursor belongs to another filter, order or version. Start at the first page.'
  return new Refusal(410, { detail, type: 'cursor_gone' })
}
