import type { PlantedIndex } from '../index/planted-index.ts'
import type { Following, Source } from '../sources/source.ts'
import { Intake } from './intake.ts'
import { ServerLoop, type ServerLoopOptions } from './server-loop.ts'

interface Planted extends Pick<ServerLoopOptions, 'wrote' | 'pause'> {
  readonly source: Source & { readonly following: Following }
  readonly index: PlantedIndex
}

/** For tests: follows one source into a planted index, on a clock that stands still; a complaint is an error. */
export function plantServerLoop({ source, index, wrote, pause }: Planted): ServerLoop {
  return new ServerLoop({
    source,
    following: source.following,
    writer: index.writer,
    intake: new Intake({ writer: index.writer, sources: new Map([[source.id, source]]), processZone: 'UTC' }),
    processZone: 'UTC',
    now: () => 0,
    report: () => undefined,
    wrote,
    complain: (sentence) => {
      throw new Error(sentence)
    },
    random: () => 0,
    pause,
  })
}
