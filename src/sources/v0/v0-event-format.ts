import { join } from 'node:path'
import type { EventFormat } from '../event-log.ts'
import { readJsonFile } from '../json-file.ts'
import type { SourceWork } from '../source.ts'
import { listV0Events, v0EventName } from './v0-event-files.ts'
import { toV0EventRecord } from './v0-event-record.ts'
import { toolOfAction } from './v0-kind.ts'

/**
 * How V0 keeps the events of this folder. For one read of them: it remembers what each action called, for the observations that follow;
 * the action of an observation that is read alone is read with it.
 */
export function v0EventFormat(folder: string, work: SourceWork): EventFormat {
  const tools = new Map<number, string | null>()
  const toolOf = (seq: number): string | null => {
    const known = tools.get(seq)
    if (known !== undefined) return known
    work.eventFilesRead += 1
    const file = readJsonFile(join(folder, v0EventName(seq)))
    const tool = file.state === 'read' ? toolOfAction(file.value) : null
    tools.set(seq, tool)
    return tool
  }
  return {
    list: listV0Events,
    nameOf: v0EventName,
    // Others refer to an event by the number of its file.
    idOf: (_event, file) => file.nameId,
    toRecord: (event, place, sizeBytes) => {
      const record = toV0EventRecord(event, place, sizeBytes, toolOf)
      if (record.kind === 'ActionEvent') tools.set(place.seq, record.toolName)
      return record
    },
    isReferredTo: (event) => event.kind === 'ActionEvent',
  }
}
