import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import contract from '../../contract/openapi.gen.json' with { type: 'json' }

/** What the document says of one value; the part of JSON Schema that its parameters use. */
export interface ValueSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array'
  readonly enum?: readonly string[]
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: ValueSchema
  readonly default?: string | number | boolean
}

/** One parameter of a route. */
export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly required: boolean
  readonly schema: ValueSchema
}

/** One route as the document describes it; read here anew, so that a fault of the server's own reading shows. */
export interface Route {
  readonly id: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** Answers without a token. */
  readonly isOpen: boolean
  /** By status; by type of content the check of its body, which answers with what is wrong. */
  readonly responses: ReadonlyMap<number, ReadonlyMap<string, BodyCheck>>
}

/** Holds a body to the document; null: it fits. */
export type BodyCheck = (body: unknown) => string | null

type Node = Readonly<Record<string, unknown>>

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'contract', ...contract })

/** Every route of the document. */
export const ROUTES: readonly Route[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => toRoute(path, method, operation)),
)

/** The check of one of the document's schemas, by its name. */
export function checkOf(schema: string): BodyCheck {
  return toCheck(`/components/schemas/${schema}`)
}

function toRoute(path: string, method: string, operation: Node): Route {
  const pointer = `/paths/${path.replaceAll('/', '~1')}/${method}`
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  return {
    id: String(operation['operationId']),
    method: method === 'post' ? 'POST' : 'GET',
    path,
    // The shape that OpenAPI gives to parameters.
    parameters: parameters.map((given) => ({ required: false, ...(resolve(given) as Omit<Parameter, 'required'>) })),
    isOpen: Array.isArray(operation['security']) && operation['security'].length === 0,
    responses: new Map(
      Object.entries(operation['responses'] ?? {}).map(([status, response]) => [
        Number(status),
        toChecks(response, `${pointer}/responses/${status}`),
      ]),
    ),
  }
}

function toChecks(response: Node, pointer: string): ReadonlyMap<string, BodyCheck> {
  const { $ref } = response
  const content = (resolve(response) as Node)['content'] ?? {} // a response object
  const at = typeof $ref === 'string' ? $ref.slice(1) : pointer
  return new Map(
    Object.entries(content).map(([type, media]: [string, Node]) => [
      type,
      isText(media) ? () => null : toCheck(`${at}/content/${type.replaceAll('/', '~1')}/schema`),
    ]),
  )
}

/** Of a file the document says no more than that it is text. */
function isText(media: Node): boolean {
  return (media['schema'] as Node | undefined)?.['type'] === 'string' // a schema object
}

function toCheck(pointer: string): BodyCheck {
  let validate: ValidateFunction | null = null
  return (body) => {
    validate ??= ajv.compile({ $ref: `contract#${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}` })
    return validate(body) ? null : ajv.errorsText(validate.errors, { separator: '; ' }).slice(0, 300)
  }
}

/** Follows `$ref`; what stands beside it wins. */
function resolve(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(resolve)
  if (node === null || typeof node !== 'object') return node
  const { $ref, ...beside } = node as Node // an object, as just checked
  const own = Object.fromEntries(Object.entries(beside).map(([name, value]) => [name, resolve(value)]))
  if (typeof $ref !== 'string') return own
  const target = $ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (at as Node)[name], contract) // our own references
  return { ...(resolve(target) as Node), ...own } // references point at objects
}
