import { answerPieces, drawAny, failure, type Call, type Draw } from './event-any-call.ts'
import { numberField, plainText, taskList, textField, toBlocks, toBody, type Body } from './event-body.ts'
import { fieldPieces } from './event-fields.ts'
import { drawCreated, drawEdit, drawList, drawPatch, drawRead } from './event-file-call.ts'
import { countLines } from './event-fold.ts'
import { blockPieces, knownFacts, otherBlocks, told, toldPath, type Description, type Piece } from './event-pieces.ts'

/** What was asked and what came of it, drawn by what the call is, never by what it calls itself alone. */
export function describeCall(event: Body, answer: Body | null): Description {
  const observation = toBody(answer?.['observation'])
  const asked = toBody(event['action'])
  const isError = observation['is_error'] === true
  const call = { event, answer, asked, observation, blocks: toBlocks(observation['content']), isError }
  const [renderer, draw] = rendererOf(asked)
  return { renderer, pieces: draw(call) }
}

function rendererOf(asked: Body): readonly [name: string, draw: Draw] {
  const kind = textField(asked, 'kind')
  if (kind === null) return Object.keys(asked).length === 0 ? ['unmade-call', drawAny] : ['any-call', drawAny]
  if (EDITORS.has(kind)) {
    const command = textField(asked, 'command') ?? ''
    return command === 'view'
      ? ['file-view', drawRead]
      : command === 'create'
        ? ['file-create', drawCreated]
        : ['file-edit', drawEdit]
  }
  if (kind.startsWith('Browser') && kind.endsWith('Action')) return ['browser', drawBrowser]
  if (kind.startsWith('ClientAction_')) return ['client-tool', drawAny]
  return Object.hasOwn(RENDERERS, kind) ? (RENDERERS[kind] ?? ['any-call', drawAny]) : ['any-call', drawAny]
}

const EDITORS: ReadonlySet<string> = new Set(['FileEditorAction', 'StrReplaceEditorAction', 'PlanningFileEditorAction'])

/** By the SDK's class names, and by V0's words where the SDK has nothing like it. */
const RENDERERS: Readonly<Record<string, readonly [name: string, draw: Draw]>> = {
  TerminalAction: ['terminal', drawCommand],
  ExecuteBashAction: ['terminal', drawCommand],
  EditAction: ['file-edit', drawEdit],
  WriteFileAction: ['file-create', drawCreated],
  ReadFileAction: ['file-view', drawRead],
  ListDirectoryAction: ['file-list', drawList('entries', 'Entries', 'entry', 'entries', 'dir_path')],
  GrepAction: ['grep', drawList('matches', 'Matches', 'match', 'matches', 'search_path')],
  GlobAction: ['glob', drawList('files', 'Files', 'file', 'files', 'search_path')],
  ApplyPatchAction: ['patch', drawPatch],
  TaskTrackerAction: ['tasks', drawTasks],
  FinishAction: ['finish', drawSaid('message')],
  ThinkAction: ['think', drawSaid('thought')],
  MCPToolAction: ['mcp', drawMcp],
  TaskAction: ['delegation', drawDelegation],
  DelegateAction: ['delegation', drawDelegation],
  WorkflowAction: ['delegation', drawDelegation],
  StartChildConversationAction: ['delegation', drawDelegation],
  InvokeSkillAction: ['skill', drawAny],
  SwitchLLMAction: ['model-switch', drawAny],
  ClassifyAndSwitchLLMAction: ['model-switch', drawAny],
  AskOracleAction: ['question', drawAny],
  ConsultTomAction: ['question', drawAny],
  VisionInspectAction: ['question', drawAny],
  run_ipython: ['code', drawCode],
  browse_interactive: ['code', drawCode],
  recall: ['recall', drawAny],
  loop_recovery: ['control', drawAny],
  change_agent_state: ['control', drawAny],
  ...Object.fromEntries(
    ['null', 'resume', 'start', 'push', 'send_pr', 'pause', 'stop'].map((word) => [
      word,
      ['control', drawAny] as const,
    ]),
  ),
}

/** The shell's code of a command that has not ended yet. */
const EXIT_RUNNING = -1
/** A command up to this length stands in the row whole; one of more lines than that in a box of its own. */
const ROW_LETTERS = 80
const MAX_COMMAND_LINES = 12

function drawCommand({ asked, answer, observation, blocks, isError }: Call): readonly Piece[] {
  const metadata = toBody(observation['metadata'])
  const code = numberField(observation, 'exit_code') ?? numberField(metadata, 'exit_code')
  const folder = textField(metadata, 'working_dir')
  const command = textField(asked, 'command')
  const hasOutput = answer !== null && answer['observation'] !== undefined
  const lines = command === null ? 0 : countLines(command)
  const isLong = lines > 1 || (command?.length ?? 0) > ROW_LETTERS
  const isApart = isLong && (lines > MAX_COMMAND_LINES || !hasOutput)
  const facts = knownFacts([
    code === null || (isError && code === EXIT_RUNNING)
      ? null
      : code === EXIT_RUNNING
        ? 'still running'
        : `exit ${code}`,
    observation['timeout'] === true && 'stopped waiting for it',
    folder === null ? null : toldPath(folder),
  ])
  const text = plainText(observation['content'])
  return [
    ...(asked['is_input'] === true ? [{ type: 'note' as const, text: 'Typed into what is running.' }] : []),
    ...(asked['reset'] === true ? [{ type: 'note' as const, text: 'The terminal was started anew.' }] : []),
    ...(isApart ? [{ type: 'text' as const, label: 'Command', text: command ?? '' }] : []),
    ...(hasOutput
      ? [
          {
            type: 'output' as const,
            command: isApart ? null : command,
            isCommandShown: isLong,
            text,
            facts,
            isError,
          },
        ]
      : []),
    ...otherBlocks(blocks),
  ]
}

function drawTasks(call: Call): readonly Piece[] {
  const tasks = taskList(call.event, call.answer)
  if (tasks === null || call.isError) return drawAny(call)
  return [{ type: 'tasks', tasks }]
}

/** Words of the agent itself; the answer only repeats them, or says that they were heard. */
function drawSaid(field: string): Draw {
  return (call) => {
    const said = textField(call.asked, field)
    return said === null ? drawAny(call) : [{ type: 'markdown', text: said }, ...failure(call)]
  }
}

function drawMcp(call: Call): readonly Piece[] {
  const { kind: _kind, data, ...rest } = call.asked
  return [
    ...fieldPieces(typeof data === 'object' && data !== null ? toBody(data) : { ...rest, data }, 'Arguments'),
    ...answerPieces(call),
  ]
}

function drawBrowser(call: Call): readonly Piece[] {
  const { kind: _kind, ...given } = call.asked
  return [...fieldPieces(given, 'Arguments'), ...answerPieces(call)]
}

function drawCode(call: Call): readonly Piece[] {
  const code = textField(call.asked, 'code')
  if (code === null) return drawAny(call)
  return [{ type: 'text', label: 'Code', text: code }, ...answerPieces(call)]
}

function without(body: Body, known: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => known[name] !== value))
}

/** Work given to another agent: what it is to do, and which conversation or task came of it. */
function drawDelegation(call: Call): readonly Piece[] {
  const { kind: _kind, prompt, ...given } = call.asked
  const { kind: _observed, content: _content, is_error: _isError, ...outcome } = call.observation
  return [
    ...fieldPieces(given, 'Arguments'),
    ...(typeof prompt === 'string' && prompt !== ''
      ? [{ type: 'text' as const, label: 'Prompt', text: prompt, facts: [told('prompt')] }]
      : []),
    // What was asked is often said again.
    ...fieldPieces(without(outcome, call.asked), 'Outcome'),
    ...blockPieces(call.blocks, 'Answer', call.isError),
  ]
}
