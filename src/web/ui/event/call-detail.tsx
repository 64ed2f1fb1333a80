import type { ReactNode } from 'react'
import {
  callArguments,
  createdText,
  fileChange,
  numberField,
  plainText,
  taskList,
  textField,
  thoughtOf,
  toBlocks,
  toBody,
  type Body,
} from '../../lib/event-body.ts'
import { pictureAddress } from '../../lib/event-links.ts'
import { OtherBlocks, PlainBlocks } from './blocks.tsx'
import { CommandOutput } from './command-output.tsx'
import css from './event.module.css'
import { FileDiff } from './file-diff.tsx'
import { PlainText } from './folded.tsx'
import { ImageChip } from './image-chip.tsx'
import { JsonTree } from './json-tree.tsx'
import { MarkdownText } from './markdown.tsx'
import { Reasoning } from './reasoning.tsx'
import { TaskList } from './task-list.tsx'

const EXIT_RUNNING = -1

/** A tool call with its answer: why, what was asked, what came of it. `answer` null: there is none (yet). */
export function CallDetail({ action, answer }: { readonly action: Body; readonly answer: Body | null }) {
  const { thought, reasoning } = thoughtOf(action)
  const risk = textField(action, 'security_risk')
  return (
    <>
      {reasoning !== null && <Reasoning text={reasoning} />}
      {thought !== null && <MarkdownText text={thought} />}
      {risk !== null && risk !== 'UNKNOWN' && (
        <p className={css['note']}>Risk as the agent saw it: {risk.toLowerCase()}</p>
      )}
      <CallBody action={action} answer={answer} />
      {answer !== null && <Refusal answer={answer} />}
      {answer === null && isCall(action) && <p className={css['note']}>No answer to this call.</p>}
    </>
  )
}

/** What a server of V0 or the user does is an action too, but nobody answers it. */
function isCall(action: Body): boolean {
  return action['source'] !== 'environment' && action['source'] !== 'user'
}

/** Why a call was not carried out: the tool's error or a rejection; nothing for an ordinary answer. */
function Refusal({ answer }: { readonly answer: Body }) {
  const error = textField(answer, 'error')
  if (error !== null) return <PlainText text={error} label="Error" isError />
  const reason = textField(answer, 'rejection_reason')
  if (reason === null) return null
  const by = textField(answer, 'rejection_source') === 'hook' ? 'a hook' : 'the user'
  return <PlainText text={reason} label="Rejection" facts={[`rejected by ${by}`]} isError />
}

function pathFact(path: string | null): readonly ReactNode[] {
  if (path === null) return []
  return [
    <bdi key={path} className="mono">
      {path}
    </bdi>,
  ]
}

/** What was asked and what came of it, drawn by what the call is, never by what it calls itself alone. */
function CallBody({ action, answer }: { readonly action: Body; readonly answer: Body | null }) {
  const call = toBody(action['action'])
  const observation = toBody(answer?.['observation'])
  const isError = observation['is_error'] === true
  const change = fileChange(action, answer)
  const tasks = taskList(action, answer)
  const blocks = toBlocks(observation['content'])

  if (call['kind'] === 'TerminalAction' || call['kind'] === 'ExecuteBashAction')
    return <Command call={call} answer={answer} />
  if (change !== null && !isError) return <FileDiff change={change} />
  if (tasks !== null) return <TaskList tasks={tasks} />
  const said =
    call['kind'] === 'FinishAction'
      ? textField(call, 'message')
      : call['kind'] === 'ThinkAction'
        ? textField(call, 'thought')
        : null
  if (said !== null) return <MarkdownText text={said} />
  const created = createdText(action)
  if (created !== null) {
    return (
      <>
        <PlainText
          text={created}
          label="Content"
          facts={pathFact(textField(call, 'path') ?? textField(call, 'file_path'))}
        />
        {isError && <PlainBlocks blocks={blocks} label="Answer" isError />}
      </>
    )
  }
  const given = callArguments(action)
  const hasArguments = given !== null && (typeof given !== 'object' || Object.keys(given).length > 0)
  const code = textField(call, 'code')
  const isFile = typeof call['command'] === 'string' && typeof call['path'] === 'string'
  return (
    <>
      {code !== null && <PlainText text={code} label="Code" />}
      {hasArguments && code === null && !isFile && <JsonTree value={given} label="Arguments" />}
      {change !== null && <FileDiff change={change} />}
      <AnswerContent observation={observation} isError={isError} />
    </>
  )
}

/** The content of any tool's answer: text, pictures, and where there is neither its fields. */
export function AnswerContent({ observation, isError }: { readonly observation: Body; readonly isError: boolean }) {
  const blocks = toBlocks(observation['content'])
  const screenshot = textField(observation, 'screenshot_data')
  const address = screenshot === null ? null : pictureAddress(screenshot)
  const fields = Object.fromEntries(
    Object.entries(observation).filter(
      ([name, value]) => !['kind', 'content', 'is_error', 'screenshot_data'].includes(name) && value !== null,
    ),
  )
  return (
    <>
      <PlainBlocks blocks={blocks} label="Answer" isError={isError} />
      {address !== null && <ImageChip address={address} alt="Screenshot" />}
      {blocks.length === 0 && Object.keys(fields).length > 0 && <JsonTree value={fields} label="Answer" />}
    </>
  )
}

/** A command line with what it printed, its exit code and its folder. */
function Command({ call, answer }: { readonly call: Body; readonly answer: Body | null }) {
  const observation = toBody(answer?.['observation'])
  const metadata = toBody(observation['metadata'])
  const code = numberField(observation, 'exit_code') ?? numberField(metadata, 'exit_code')
  const folder = textField(metadata, 'working_dir')
  const blocks = toBlocks(observation['content'])
  const facts = [
    ...(code === null ? [] : [code === EXIT_RUNNING ? 'still running' : `exit ${code}`]),
    ...pathFact(folder),
  ]
  const command = textField(call, 'command')
  return (
    <>
      {command?.includes('\n') && <PlainText text={command} label="Command" />}
      {command !== null && !command.includes('\n') && command.length > 80 && (
        <pre className={css['command']}>$ {command}</pre>
      )}
      {answer !== null && answer['observation'] !== undefined && (
        <CommandOutput
          text={plainText(observation['content'])}
          facts={facts}
          isError={observation['is_error'] === true}
        />
      )}
      <OtherBlocks blocks={blocks} />
    </>
  )
}
