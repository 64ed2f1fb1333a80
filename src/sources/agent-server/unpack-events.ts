import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { errorCode } from '../error-code.ts'
import { HttpFault } from '../http/http-fault.ts'
import { EventsRefusedError, type ConversationId } from '../source.ts'
import { toTrajectoryPlan } from '../trajectory/trajectory-plan.ts'
import { withZip, type ZipEntry } from '../trajectory/zip-file.ts'

/** Others get their turn after so many files, or so many bytes; each turn reads the zip's directory again, so there are few. */
const TURN_FILES = 100
const MAX_TURNS = 50
const TURN_BYTES = 8 * 1024 * 1024
const MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024

/** A downloaded trajectory, and where its events are to lie. */
interface Unpacking {
  readonly path: string
  /** What it is called in sentences: where it came from. */
  readonly name: string
  readonly id: ConversationId
  /** Gets the folder of the conversation in it; whoever gave it removes it. */
  readonly folder: string
  readonly signal: AbortSignal
}

/**
 * Writes the event files of a trajectory where they would lie on its server's disk, for this user alone, and gives way to others in between.
 * A damaged entry becomes an empty file: an event that cannot be read, at its place.
 * @throws EventsRefusedError where it is no trajectory of the conversation; HttpFault where this machine cannot keep it; the signal's reason
 */
export async function unpackEvents({ path, name, id, folder, signal }: Unpacking): Promise<void> {
  const plan = inSentence(name, () => withZip(path, toTrajectoryPlan))
  if (plan?.id !== id) throw new EventsRefusedError(`What ${name} answers is no trajectory of this conversation`)
  const files = [...plan.files].filter(([file]) => dirname(file).endsWith('events'))
  if (files.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0) > MAX_UNPACKED_BYTES)
    throw new EventsRefusedError(`What ${name} answers would unpack to more than 4 GB`)
  inSentence(name, () => mkdirSync(join(folder, id, 'events'), { recursive: true, mode: 0o700 }))
  for (const turn of toTurns(files)) {
    signal.throwIfAborted()
    inSentence(name, () =>
      withZip(path, (zip) => {
        for (const [file, entry] of turn) writeFileSync(join(folder, file), zip.read(entry) ?? '', { mode: 0o600 })
      }),
    )
    await setImmediate()
  }
}

type File = readonly [path: string, entry: ZipEntry]

function toTurns(files: readonly File[]): readonly (readonly File[])[] {
  const most = Math.max(TURN_FILES, Math.ceil(files.length / MAX_TURNS))
  const turns: File[][] = []
  let bytes = 0
  for (const file of files) {
    const turn = turns.at(-1)
    if (turn === undefined || turn.length === most || bytes > TURN_BYTES) {
      turns.push([file])
      bytes = 0
    } else turn.push(file)
    bytes += file[1].sizeBytes
  }
  return turns
}

/** What fails names the server, and no file of this machine that is gone by then. */
function inSentence<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = errorCode(error)
    // Codes of the system; what is said of a zip, and what reading a damaged one leads to, has none.
    if (/^E[A-Z0-9]+$/.test(code))
      throw new HttpFault('disk', `What ${name} answers cannot be unpacked in ${tmpdir()} (${code})`)
    throw new EventsRefusedError(`What ${name} answers is no whole zip file`)
  }
}
