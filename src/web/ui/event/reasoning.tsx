import css from './event.module.css'
import { PlainText } from './folded.tsx'

/** What the model reasoned before it spoke or acted, closed at first. */
export function Reasoning({ text }: { readonly text: string }) {
  return (
    <details className={css['details']}>
      <summary>Reasoning</summary>
      <PlainText text={text} label="Reasoning" />
    </details>
  )
}
