import { useState } from 'react'
import { withoutPage, type ListSearch } from '../../lib/list-search.ts'
import { toListRecord } from '../../lib/search-params.ts'
import { stringifySearch } from '../../lib/search-record.ts'
import { Notice } from '../../ui/notice.tsx'

/** The longest address that every program passes on. */
const LONGEST = 2000

/** Asks to save a view where the filters make an address that some program will cut. The cursor of a page is no part of a view. */
export function LongAddress({ search }: { readonly search: ListSearch }) {
  const [isDismissed, setDismissed] = useState(false)
  const address = `${window.location.origin}/${stringifySearch(toListRecord(withoutPage(search)))}`
  if (isDismissed || address.length <= LONGEST) return null
  return (
    <Notice onDismiss={() => setDismissed(true)}>
      The address of this list has more than {LONGEST.toLocaleString('en-US')} characters, and some programs cut such a
      link. Save it as a view to come back to it.
    </Notice>
  )
}
