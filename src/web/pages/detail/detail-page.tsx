import { PageHeading } from '../../ui/page-heading.tsx'

/** One conversation. */
export function DetailPage() {
  return <PageHeading title="Conversation">Conversation</PageHeading>
}
