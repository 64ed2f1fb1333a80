import { callArguments, textField, toBody, type Block, type Body } from './event-body.ts'
import { fieldPieces } from './event-fields.ts'
import { pictureAddress } from './event-links.ts'
import { blockPieces, type Piece } from './event-pieces.ts'

/** A tool call as its renderer sees it. */
export interface Call {
  readonly event: Body
  readonly answer: Body | null
  /** What was asked. */
  readonly asked: Body
  /** What came of it; empty where there is no answer, or another than an observation. */
  readonly observation: Body
  readonly blocks: readonly Block[]
  readonly isError: boolean
}

/** Draws calls of one tool. */
export type Draw = (call: Call) => readonly Piece[]

/** Any call: its arguments, and its answer. */
export function drawAny(call: Call): readonly Piece[] {
  const given = callArguments(call.event)
  const asked =
    typeof given === 'string'
      ? [{ type: 'text' as const, label: 'Arguments', text: given }]
      : Array.isArray(given)
        ? [{ type: 'json' as const, label: 'Arguments', value: given }]
        : fieldPieces(toBody(given), 'Arguments')
  return [...asked, ...answerPieces(call)]
}

/** The content of any tool's answer: text, pictures, and its other fields where it has no text. */
export function answerPieces({
  observation,
  blocks,
  isError,
}: Pick<Call, 'observation' | 'blocks' | 'isError'>): readonly Piece[] {
  const screenshot = textField(observation, 'screenshot_data')
  const address = screenshot === null ? null : pictureAddress(screenshot)
  const { kind: _kind, content: _content, is_error: _isError, screenshot_data: _picture, more, ...fields } = observation
  return [
    ...blockPieces(blocks, 'Answer', isError),
    ...(address === null ? [] : [{ type: 'picture' as const, address, alt: 'Screenshot' }]),
    ...(blocks.length === 0 ? fieldPieces(fields, 'Answer') : []),
    // What V0 tells beside its text.
    ...fieldPieces(toBody(more), 'Details'),
  ]
}

/** What an error says; an edit that failed still shows what it wanted. */
export function failure({ blocks, isError }: Call): readonly Piece[] {
  return isError ? blockPieces(blocks, 'Answer', true) : []
}
