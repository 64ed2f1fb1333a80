import type { components } from '../contract/openapi.gen.ts'
import { addStrings, joinText } from '../sources/event-text.ts'

type Event = components['schemas']['WholeEvent']

/** What stands before the events of a file. */
export interface TrajectoryHead {
  readonly title: string
  readonly conversation_id: string
  readonly exported_at: string
  /** Sentences. */
  readonly left_out: readonly string[]
}

/** How a file begins, tells an event and ends. */
export interface TrajectoryFormat {
  readonly contentType: string
  readonly extension: string
  head(head: TrajectoryHead): string
  event(event: Event, isFirst: boolean): string
  readonly tail: string
}

const ONLY_TEXT =
  'Of each event only its text is here, at most 1,048,576 characters, without images and escape codes; the file as JSON has its other fields.'

/** Why an event has no text. */
const REASONS: Readonly<Record<components['schemas']['BodyLeftOut'], string>> = {
  unreadable: 'its file has gone or cannot be read',
  size: 'it is too large',
  not_kept: 'it came from a server, and Lookout keeps it no more',
}

/** The formats by their names on the wire. Everything that an event says is escaped: it may be hostile. */
export const TRAJECTORY_FORMATS: Readonly<Record<'json' | 'jsonl' | 'markdown' | 'html', TrajectoryFormat>> = {
  json: {
    contentType: 'application/json',
    extension: 'json',
    head: (head) => `{${JSON.stringify(head).slice(1, -1)},"events":[\n`,
    event: (event, isFirst) => `${isFirst ? '' : ',\n'}${JSON.stringify(event)}`,
    tail: '\n]}\n',
  },
  jsonl: {
    contentType: 'application/x-ndjson',
    extension: 'jsonl',
    head: (head) => `${JSON.stringify(head)}\n`,
    event: (event) => `${JSON.stringify(event)}\n`,
    tail: '',
  },
  markdown: {
    contentType: 'text/markdown; charset=utf-8',
    extension: 'md',
    head: ({ title, conversation_id: id, exported_at, left_out }) =>
      `# ${escapeMarkdown(title)}\n\nConversation ${escapeMarkdown(id)}, exported ${exported_at}.\n\n${[
        ...left_out,
        ONLY_TEXT,
      ]
        .map((sentence) => `- ${sentence}\n`)
        .join('')}`,
    event: (event) => `\n## ${escapeMarkdown(nameOf(event))}\n\n${fence(textOf(event))}\n`,
    tail: '',
  },
  html: {
    contentType: 'text/html; charset=utf-8',
    extension: 'html',
    head: ({ title, conversation_id: id, exported_at, left_out }) =>
      `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${escapeHtml(title)}</title>\n<h1>${escapeHtml(title)}</h1>\n<p>Conversation ${escapeHtml(id)}, exported ${exported_at}.</p>\n<ul>\n${[
        ...left_out,
        ONLY_TEXT,
      ]
        .map((sentence) => `<li>${escapeHtml(sentence)}</li>\n`)
        .join('')}</ul>\n`,
    event: (event) => `<h2>${escapeHtml(nameOf(event))}</h2>\n<pre>\n${escapeHtml(textOf(event))}</pre>\n`,
    tail: '</html>\n',
  },
}

function nameOf({ seq, kind, source, tool_name, timestamp }: Event): string {
  return [`${seq}.`, kind, tool_name, source, timestamp].filter((part) => part !== undefined).join(' ')
}

function textOf(event: Event): string {
  if (event.body_left_out !== undefined) return `[left out: ${REASONS[event.body_left_out]}] ${event.headline ?? ''}`
  const { headline: _, tool_name: __, native_kind: ___, ...body } = event
  const found: string[] = []
  addStrings(body, found)
  return joinText(found) ?? ''
}

/** Text in a fence that nothing in it closes. */
function fence(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}text\n${text}\n${marks}`
}

/** Text of one line that means nothing in Markdown or HTML. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#+!|~&:@]/g, String.raw`\$&`)
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/g, (letter) => names[letter] ?? '')
}
