import type { Block, FileChange, Task } from './event-body.ts'
import { diffTexts, formatDiff, readPatch } from './event-diff.ts'
import type { NumberedText } from './event-lines.ts'
import { rowsText } from './event-lines.ts'
import type { PatchedFile } from './event-patch.ts'
import { cleanTerminal, withoutColours } from './event-terminal.ts'

/** A value that a person reads; events and conversations are named so that they can be linked. */
export type Told =
  | { readonly says: 'text' | 'path' | 'event' | 'conversation'; readonly text: string }
  | { readonly says: 'list'; readonly of: readonly Told[] }

/** A name and its value. */
export interface Field {
  readonly name: string
  readonly value: Told
}

/** A tool that a model was given. */
export interface OfferedTool {
  readonly name: string
  readonly description: string
  readonly definition: unknown
}

/** One part of what an event says, by its meaning: it is drawn by `ui/event/pieces.tsx`, and copied by `piecesText`. */
export type Piece =
  | { readonly type: 'markdown'; readonly text: string }
  | {
      readonly type: 'text'
      readonly label: string
      readonly text: string
      readonly facts?: readonly Told[]
      readonly isError?: boolean
    }
  /** What a command printed. `isCommandShown`: the row has no room for all of it. */
  | {
      readonly type: 'output'
      readonly command: string | null
      readonly isCommandShown: boolean
      readonly text: string
      readonly facts: readonly Told[]
      readonly isError: boolean
    }
  | { readonly type: 'file'; readonly file: NumberedText; readonly facts: readonly Told[] }
  | { readonly type: 'diff'; readonly change: FileChange }
  | { readonly type: 'patch'; readonly files: readonly PatchedFile[] }
  | { readonly type: 'tasks'; readonly tasks: readonly Task[] }
  | { readonly type: 'picture'; readonly address: string; readonly alt: string }
  | { readonly type: 'json'; readonly label: string; readonly value: unknown }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'fields'; readonly label: string; readonly fields: readonly Field[] }
  | {
      readonly type: 'table'
      readonly label: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly Told[])[]
    }
  | { readonly type: 'list'; readonly label: string; readonly items: readonly Told[]; readonly facts: readonly Told[] }
  | { readonly type: 'tools'; readonly tools: readonly OfferedTool[] }
  /** Closed at first. */
  | { readonly type: 'closed'; readonly summary: string; readonly pieces: readonly Piece[] }

/** What an event says, and the name of the way in which it is told. */
export interface Description {
  readonly renderer: string
  readonly pieces: readonly Piece[]
}

export const told = (text: string): Told => ({ says: 'text', text })
export const toldPath = (text: string): Told => ({ says: 'path', text })
export const toldEvent = (text: string): Told => ({ says: 'event', text })

/** Facts of which some are not known. */
export function knownFacts(facts: readonly (Told | string | null | false)[]): readonly Told[] {
  return facts.flatMap((fact) =>
    fact === null || fact === false ? [] : typeof fact === 'string' ? [told(fact)] : [fact],
  )
}

/** Content as pieces: its texts as one box, pictures, and blocks of a type that nobody knows. */
export function blockPieces(blocks: readonly Block[], label: string, isError = false): readonly Piece[] {
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n')
  return [...(text === '' ? [] : [{ type: 'text' as const, label, text, isError }]), ...otherBlocks(blocks)]
}

/** Content that is no text. */
export function otherBlocks(blocks: readonly Block[]): readonly Piece[] {
  return blocks.flatMap((block): readonly Piece[] => {
    if (block.type === 'image') return [{ type: 'picture', address: block.url, alt: '' }]
    return block.type === 'json' ? [{ type: 'json', label: 'Further content', value: block.value }] : []
  })
}

/** The value as one line of text. */
export function toldText(value: Told): string {
  return value.says === 'list' ? value.of.map(toldText).join(', ') : value.text
}

/** What is meaningful of an event as plain text, to be taken along. */
export function piecesText(pieces: readonly Piece[]): string {
  return pieces
    .map(pieceText)
    .filter((text) => text !== '')
    .join('\n\n')
}

/** Texts longer than this are not compared for being copied: that would stop the page. */
const MAX_COMPARED = 100_000

function pieceText(piece: Piece): string {
  switch (piece.type) {
    case 'markdown':
    case 'text':
    case 'note':
      return piece.text
    case 'output': {
      const output = withoutColours(cleanTerminal(piece.text))
      const facts = piece.facts.map(toldText).join(' · ')
      return [piece.command === null ? '' : `$ ${piece.command}`, output, facts && `[${facts}]`]
        .filter(Boolean)
        .join('\n')
    }
    case 'file':
      return rowsText(piece.file.rows)
    case 'diff':
      return changeText(piece.change)
    case 'patch':
      return piece.files.map(({ path, diff }) => `${path}\n${formatDiff(diff.rows)}`).join('\n\n')
    case 'tasks':
      return piece.tasks
        .map(({ title, status, notes }) => `[${status}] ${title}${notes ? ` (${notes})` : ''}`)
        .join('\n')
    case 'picture':
      return piece.alt
    case 'json':
      return JSON.stringify(piece.value, null, 2) ?? ''
    case 'fields':
      return piece.fields.map(({ name, value }) => `${name}: ${toldText(value)}`).join('\n')
    case 'table':
      return [piece.columns, ...piece.rows.map((row) => row.map(toldText))].map((row) => row.join('\t')).join('\n')
    case 'list':
      return piece.items.map(toldText).join('\n')
    case 'tools':
      return piece.tools.map(({ name, description }) => `${name}: ${description}`).join('\n\n')
    case 'closed':
      return piecesText(piece.pieces)
  }
}

function changeText({ path, before, after, patch }: FileChange): string {
  const rows =
    (patch === null ? null : readPatch(patch)) ??
    (before.length + after.length > MAX_COMPARED ? null : diffTexts(before, after))
  return [path ?? '', rows === null ? after : formatDiff(rows.rows)].filter(Boolean).join('\n')
}
