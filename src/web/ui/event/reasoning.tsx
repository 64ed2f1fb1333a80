import { Details } from './details.tsx'
import { PlainText } from './folded.tsx'

/** What the model reasoned before it spoke or acted, closed at first. */
export function Reasoning({ text }: { readonly text: string }) {
  return (
    <Details summary="Reasoning" texts={[text]}>
      <PlainText text={text} label="Reasoning" />
    </Details>
  )
}
