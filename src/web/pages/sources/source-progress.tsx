import { formatCount } from '../../lib/format.ts'
import { toSourceState } from '../../lib/source-words.ts'
import type { Source } from '../../query/sources.ts'
import css from './source-card.module.css'

/** Bars for what is still going on: the first look at everything, and the text index behind it. */
export function SourceProgress({ source }: { readonly source: Source }) {
  const { progress, text_index: text } = source
  return (
    <>
      {toSourceState(source) === 'reading' && (
        <Bar name="Reading conversations" done={progress.read} total={progress.total} />
      )}
      {text.done < text.total && <Bar name="Building the text index" done={text.done} total={text.total} />}
    </>
  )
}

/** `total` 0: nobody knows yet how much there is. */
function Bar({ name, done, total }: { readonly name: string; readonly done: number; readonly total: number }) {
  return (
    <div className={css['bar']}>
      <progress aria-label={name} {...(total === 0 ? {} : { value: done, max: total })} />
      <span>
        {name}: {total === 0 ? 'looking what is there' : `${formatCount(done)} of ${formatCount(total)}`}
      </span>
    </div>
  )
}
