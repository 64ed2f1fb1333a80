import document from '../contract/openapi.gen.json' with { type: 'json' }
import type { operations } from '../contract/openapi.gen.ts'

/** Name of one route of the contract that asks the index. Signing in is the gate's own. */
export type OperationId = Exclude<keyof operations, 'createSession'>

/** What the contract says of one value; the part of JSON Schema that its parameters use. */
export interface ValueSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean'
  readonly enum?: readonly string[]
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: string | number | boolean
}

/** What the contract says of a repeatable parameter. */
export interface ListSchema {
  readonly type: 'array'
  readonly items: ValueSchema
  readonly minItems?: number
  readonly maxItems?: number
}

/** One parameter of a route. */
export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly required: boolean
  readonly schema: ValueSchema | ListSchema
}

/** One route: `path` in hono's spelling (`/api/conversations/:conversation_id`). All are GET. */
export interface Operation {
  readonly id: OperationId
  readonly path: string
  readonly parameters: readonly Parameter[]
}

type Json = Readonly<Record<string, unknown>>

// Our own document, imported as data; the tests of the contract hold it to this shape.
const contract = document as unknown as { readonly paths: Readonly<Record<string, { readonly get?: Json }>> } & Json

/** Follows `$ref`; what stands beside it wins. */
function resolve(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(resolve)
  if (node === null || typeof node !== 'object') return node
  const { $ref, ...beside } = node as Json // an object, as just checked
  const own = Object.fromEntries(Object.entries(beside).map(([name, value]) => [name, resolve(value)]))
  return typeof $ref === 'string' ? { ...(resolve(at($ref)) as Json), ...own } : own // references point at objects
}

/** What a reference within the document points at. */
function at(reference: string): unknown {
  return reference
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((node, name) => (node as Json)[name], contract) // our own references: each step is an object
}

/** Every route of the contract. */
export const OPERATIONS: ReadonlyMap<OperationId, Operation> = new Map(
  Object.entries(contract.paths).flatMap(([path, { get }]): [OperationId, Operation][] => {
    if (get === undefined) return []
    const parameters = resolve(get['parameters'] ?? []) as Omit<Parameter, 'required'>[] // shape: see `contract`
    const operation: Operation = {
      id: get['operationId'] as OperationId, // the generated names are made from these
      path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      parameters: parameters.map((parameter) => ({ required: false, ...parameter })),
    }
    return [[operation.id, operation]]
  }),
)

/** Parameters that always have a value, because the contract gives a default. */
export const DEFAULTED = ['limit', 'facet_limit', 'sort_order', 'view', 'skeleton', 'raw', 'time_zone'] as const

/** The generator says `never` where a route has no parameters of that place; that would swallow the others. */
type Part<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>
type Given<Id extends OperationId> = Part<operations[Id]['parameters']['query']> &
  Part<operations[Id]['parameters']['path']>
type Defaulted<Id extends OperationId> = Extract<keyof Given<Id>, (typeof DEFAULTED)[number]>

/** The checked values of a request, defaults filled in, names as on the wire. */
export type Values<Id extends OperationId> = Omit<Given<Id>, Defaulted<Id>> & Required<Pick<Given<Id>, Defaulted<Id>>>

/** The body of a route's 200 where that is JSON; no other route has one of this kind. */
export type Success<Id extends OperationId> = operations[Id]['responses'][200]['content'] extends {
  'application/json': infer Body
}
  ? Body
  : never
