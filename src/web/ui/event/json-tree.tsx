import { useContext, useMemo, type ComponentProps } from 'react'
import { JsonView } from 'react-json-view-lite'
import { includesText } from '../../lib/event-fold.ts'
import { FoundText } from './found-text.ts'
import css from './json-tree.module.css'

const style: NonNullable<ComponentProps<typeof JsonView>['style']> = {
  container: css['container'] ?? '',
  basicChildStyle: css['child'] ?? '',
  childFieldsContainer: css['children'] ?? '',
  label: css['label'] ?? '',
  clickableLabel: `${css['label'] ?? ''} ${css['clickable'] ?? ''}`,
  nullValue: css['null'] ?? '',
  undefinedValue: css['null'] ?? '',
  numberValue: css['number'] ?? '',
  stringValue: css['string'] ?? '',
  booleanValue: css['number'] ?? '',
  otherValue: css['string'] ?? '',
  punctuation: css['punctuation'] ?? '',
  expandIcon: css['expand'] ?? '',
  collapseIcon: css['collapse'] ?? '',
  collapsedContent: css['collapsed'] ?? '',
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  stringifyStringValues: true,
}

/** Three levels are open at first; long lists and objects wait for a click. */
const isOpen = (level: number, value: unknown) =>
  level < 3 && (typeof value !== 'object' || value === null || Object.keys(value).length <= 60)

/** Also open is what leads to the searched text. */
function isOpenFor(needle: string) {
  return (level: number, value: unknown) =>
    isOpen(level, value) || (needle !== '' && includesText(JSON.stringify(value) ?? '', needle))
}

/** Any JSON value as a tree for reading; a bare value as its text. */
export function JsonTree({ value, label }: { readonly value: unknown; readonly label: string }) {
  const needle = useContext(FoundText)
  // The tree opens anew for another function.
  const shouldExpand = useMemo(() => isOpenFor(needle), [needle])
  if (typeof value !== 'object' || value === null) return <pre className={css['bare']}>{JSON.stringify(value)}</pre>
  return (
    <div className={css['box']} dir="ltr">
      <JsonView data={value} style={style} shouldExpandNode={shouldExpand} clickToExpandNode aria-label={label} />
    </div>
  )
}
