import { PageHeading } from '../../ui/page-heading.tsx'

/** The list of conversations. */
export function ListPage() {
  return <PageHeading title="Conversations">Conversations</PageHeading>
}
