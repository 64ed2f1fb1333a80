import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'

/** Refuses what stands at this offset of a configuration file, with file and line. */
export type Fail = (at: number | undefined, what: string) => never

/** The settings of a map, each with a value. `refuse` says why a name is none that a file may hold; null: no reason. */
export function readMap(
  node: Node,
  known: ReadonlySet<string>,
  refuse: (name: string) => string | null,
  fail: Fail,
): ReadonlyMap<string, Node> {
  if (!isMap(node)) return fail(node.range?.[0], `expected settings as name: value (${[...known].join(', ')}).`)
  return new Map(
    node.items.map((item) => {
      const { key, value } = item as Pair<Node, Node | null> // as parsed from text, keys and values are nodes
      const name = isScalar(key) ? String(key.value) : ''
      const reason = known.has(name) ? null : refuse(name)
      if (reason !== null) fail(key.range?.[0], reason)
      if (!known.has(name)) fail(key.range?.[0], `there is no setting ${name}: there are ${[...known].join(', ')}.`)
      const isEmpty = value === null || (isScalar(value) && value.value === null)
      return [name, isEmpty ? fail(key.range?.[0], `${name} wants a value.`) : value]
    }),
  )
}

/** A text or number, as text. */
export function readScalar(node: Node, fail: Fail): string {
  const value = isScalar(node) ? node.value : null
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
    ? String(value)
    : fail(node.range?.[0], 'expected a text or number.')
}

/** The items of a list; null where it is none. */
export function itemsOf(node: Node): readonly Node[] | null {
  return isSeq(node) ? (node.items as Node[]) : null // as parsed from text, items are nodes
}
