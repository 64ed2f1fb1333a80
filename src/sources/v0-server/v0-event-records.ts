import { toUnreadableEvent } from '../event-record.ts'
import type { HttpFault } from '../http/http-fault.ts'
import { redactEvent } from '../redact.ts'
import type { EventRecord } from '../source.ts'
import { toV0EventRecord } from '../v0/v0-event-record.ts'
import { toolOfAction } from '../v0/v0-kind.ts'
import { askForOne, type EventAccess, type NumberedEvent } from './v0-events-page.ts'

/** Reads the events of one conversation: remembers what each action called, and asks for one that was not read with its observation. */
export class V0EventRecords {
  readonly #access: EventAccess
  readonly #tools = new Map<number, string | null>()

  constructor(access: EventAccess) {
    this.#access = access
  }

  /** With their bodies. @throws SourceError */
  async of(events: readonly NumberedEvent[]): Promise<readonly EventRecord[]> {
    for (const { seq, event } of events) this.#tools.set(seq, toolOfAction(event))
    const missing = new Set<number>()
    const records = events.map((event) => this.#toRecord(event, missing))
    if (missing.size === 0) return records
    for (const seq of missing) {
      const cause = await askForOne(this.#access, seq)
      this.#tools.set(seq, cause === null ? null : toolOfAction(cause.event))
    }
    return events.map((event) => this.#toRecord(event, missing))
  }

  #toRecord({ seq, event }: NumberedEvent, missing: Set<number>): EventRecord {
    const sizeBytes = Buffer.byteLength(JSON.stringify(event))
    const toolOf = (cause: number) => {
      const tool = this.#tools.get(cause)
      if (tool === undefined) missing.add(cause)
      return tool ?? null
    }
    const record = toV0EventRecord(event, { seq, id: String(seq), locator: null }, sizeBytes, toolOf)
    return { ...record, body: redactEvent(event) }
  }
}

/** An event that its server cannot give; a torn file may be whole later. */
export function toUnreadable(seq: number, fault: HttpFault): EventRecord {
  const isTooLarge = fault.kind === 'too-large'
  const reason = isTooLarge ? 'too large to be asked for' : 'its server cannot read it'
  return toUnreadableEvent({ seq, id: `unreadable-${seq}`, locator: null }, `event ${seq}`, reason, 0, !isTooLarge)
}
