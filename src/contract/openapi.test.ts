import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import contract from './openapi.gen.json' with { type: 'json' }

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
// Formats of requests that only the server knows; here their type is enough.
for (const name of ['conversation-id', 'tag', 'kind', 'boolean-or-none', 'time-zone', 'zoned-time', 'event-time'])
  ajv.addFormat(name, true)
ajv.addSchema({ $id: 'contract', ...contract })

interface Node {
  readonly pointer: string
  readonly value: Readonly<Record<string, unknown>>
}

/** Every object within the document that is wanted, with where it stands. */
function find(isWanted: (node: Node) => boolean, value: unknown = contract, pointer = ''): readonly Node[] {
  if (value === null || typeof value !== 'object') return []
  // An object, as just checked; arrays count by their indices.
  const node = { pointer, value: value as Node['value'] }
  const inside = Object.entries(value).flatMap(([name, child]) =>
    find(isWanted, child, `${pointer}/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`),
  )
  return isWanted(node) ? [node, ...inside] : inside
}

function isValid(pointer: string, example: unknown): boolean {
  return ajv.compile({ $ref: `contract#${pointer}` })(example)
}

test('every example of a schema is an instance of it', () => {
  const schemas = find(({ pointer, value }) => pointer.includes('schema') && Array.isArray(value['examples']))
  expect(schemas.length).toBeGreaterThan(80)
  const wrong = schemas.filter(({ pointer, value }) =>
    (Array.isArray(value['examples']) ? value['examples'] : []).some((example) => !isValid(pointer, example)),
  )
  expect(wrong.map(({ pointer }) => pointer)).toEqual([])
})

test('every parameter says what it means, with an example that it would take', () => {
  const parameters = Object.entries(contract.components.parameters)
  const wrong = parameters.filter(([name, parameter]) => {
    if (parameter.description === '') return true
    if (!('example' in parameter)) return !('examples' in parameter) && name !== 'PageId'
    return !isValid(`/components/parameters/${name}/schema`, parameter.example)
  })
  expect(wrong.map(([name]) => name)).toEqual([])
})

test('every value filter of conversations and events can exclude', () => {
  const names = Object.values(contract.components.parameters).map(({ name }) => name)
  const filters = ['status', 'trigger', 'conversation_trigger', 'selected_repository', 'selected_branch', 'source']
  filters.push('llm_model', 'git_provider', 'tag', 'parent_conversation_id', 'title', 'text', 'has_errors')
  filters.push('kind', 'tool_name')
  expect(filters.filter((name) => !names.includes(`-${name}`))).toEqual([])
})

test('every schema of ours and every field of it is described', () => {
  const fields = find(({ pointer }) => /^\/components\/schemas\/\w+(?:\/properties\/\w+)?$/.test(pointer))
  expect(fields.length).toBeGreaterThan(150)
  const silent = fields.filter(({ value }) => !('description' in value) && !('$ref' in value))
  expect(silent.map(({ pointer }) => pointer)).toEqual([])
})

test('every question about conversations takes the same filters', () => {
  const filtersOf = (path: '/api/conversations/search' | '/api/conversations/count' | '/api/conversations/facets') =>
    contract.paths[path].get.parameters.map(({ $ref }) => $ref)
  const count = filtersOf('/api/conversations/count').filter((ref) => !ref.endsWith('/IncludeSubConversations'))
  const neighbours = contract.paths['/api/conversations/{conversation_id}/neighbours'].get.parameters
  for (const refs of [
    filtersOf('/api/conversations/search'),
    filtersOf('/api/conversations/facets'),
    neighbours.map(({ $ref }) => $ref),
    contract.paths['/api/conversations/histogram'].get.parameters.map(({ $ref }) => $ref),
    contract.paths['/api/conversations/sums'].get.parameters.map(({ $ref }) => $ref),
    contract.paths['/api/conversations/export'].get.parameters.map((one) => ('$ref' in one ? one.$ref : one.name)),
  ])
    expect(count.filter((ref) => !refs.includes(ref))).toEqual([])
})

test('the search takes the filters of conversations with a prefix', () => {
  const names = contract.paths['/api/search'].get.parameters.map((one) => ('name' in one ? one.name : one.$ref))
  const known = Object.entries(contract.components.parameters)
  for (const { $ref } of contract.paths['/api/conversations/count'].get.parameters) {
    if (/\/(?:IncludeSubConversations|TimeZone)$/.test($ref)) continue
    const name = known.find(([key]) => $ref.endsWith(`/${key}`))?.[1].name ?? ''
    expect(names).toContain(name.replace(/^-?/, (minus) => `${minus}conversation.`))
  }
})

test('every route but the open ones says how it refuses who has no token', () => {
  const open = ['/api/session', '/health', '/ready', '/server_info', '/openapi.json']
  for (const [path, methods] of Object.entries(contract.paths))
    for (const operation of Object.values<{ responses: object; security?: unknown }>(methods)) {
      expect(operation.security, path).toEqual(open.includes(path) ? [] : undefined)
      if (operation.security === undefined)
        expect(operation.responses, path).toMatchObject({
          401: { $ref: '#/components/responses/Unauthorized' },
          429: { $ref: '#/components/responses/TooManyAttempts' },
        })
    }
})
