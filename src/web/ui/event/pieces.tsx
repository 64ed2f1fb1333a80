import type { Piece, Told } from '../../lib/event-pieces.ts'
import { piecesText } from '../../lib/event-pieces.ts'
import { CopyButton } from '../copy-button.tsx'
import { CommandOutput } from './command-output.tsx'
import { Details } from './details.tsx'
import css from './event.module.css'
import { FieldList, ItemList, ToldTable } from './field-list.tsx'
import { DiffBox, FileDiff } from './file-diff.tsx'
import { FileText } from './file-text.tsx'
import { PlainText } from './folded.tsx'
import { JsonTree } from './json-tree.tsx'
import { LongMarkdown } from './long-markdown.tsx'
import { Picture } from './picture.tsx'
import { TaskList } from './task-list.tsx'
import { ToldValue } from './told-value.tsx'
import { ToolList } from './tool-list.tsx'

/** The parts of what an event says, one below the other. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => (
    // Events never change, and the pieces of one never change places.
    <OnePiece key={index} piece={piece} />
  ))
}

function OnePiece({ piece }: { readonly piece: Piece }) {
  switch (piece.type) {
    case 'markdown':
      return <LongMarkdown text={piece.text} />
    case 'text':
      return (
        <PlainText
          text={piece.text}
          label={piece.label}
          facts={toFacts(piece.facts ?? [])}
          isError={piece.isError === true}
        />
      )
    case 'output':
      return (
        <CommandOutput
          command={piece.isCommandShown ? piece.command : null}
          text={piece.text}
          facts={toFacts(piece.facts)}
          isError={piece.isError}
        />
      )
    case 'file':
      return <FileText file={piece.file} facts={toFacts(piece.facts)} />
    case 'diff':
      return <FileDiff change={piece.change} />
    case 'patch':
      return piece.files.map(({ path, verb, movedTo, diff }) => (
        <DiffBox key={path} path={path} diff={diff} note={movedTo === null ? verb : `moved to ${movedTo}`} />
      ))
    case 'tasks':
      return <TaskList tasks={piece.tasks} />
    case 'picture':
      return <Picture address={piece.address} alt={piece.alt} />
    case 'json':
      return (
        <div className={css['out']}>
          <JsonTree value={piece.value} label={piece.label} />
          <div className={css['bar']}>
            <span>{piece.label}</span>
            <span className={css['barEnd']}>
              <CopyButton label="Copy" className={css['small'] ?? ''} text={() => piecesText([piece])} />
            </span>
          </div>
        </div>
      )
    case 'note':
      return (
        <p className={css['note']}>
          <bdi>{piece.text}</bdi>
        </p>
      )
    case 'fields':
      return <FieldList label={piece.label} fields={piece.fields} />
    case 'table':
      return <ToldTable label={piece.label} columns={piece.columns} rows={piece.rows} />
    case 'list':
      return <ItemList label={piece.label} items={piece.items} facts={toFacts(piece.facts)} />
    case 'tools':
      return <ToolList tools={piece.tools} />
    case 'closed':
      return (
        <Details summary={piece.summary} texts={[piecesText(piece.pieces)]}>
          <Pieces pieces={piece.pieces} />
        </Details>
      )
  }
}

function toFacts(facts: readonly Told[]) {
  return facts.map((fact, index) => <ToldValue key={index} value={fact} />)
}
