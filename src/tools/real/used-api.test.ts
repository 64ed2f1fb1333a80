import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import agentServer from '../../sources/agent-server/used-api.json' with { type: 'json' }
import { missingIn } from './used-api.mjs'

const REPLIES = fileURLToPath(new URL('../../../e2e/replies/', import.meta.url))

/** The document that a real server gave, as it was recorded. */
function documentOf(server: string): unknown {
  const recorded: unknown = JSON.parse(gunzipSync(readFileSync(`${REPLIES}${server}/openapi.json.gz`)).toString())
  return typeof recorded === 'object' && recorded !== null && 'body' in recorded ? recorded.body : recorded
}

test.each([
  ['agent-server-1.58.0', agentServer],
  ['agent-server-1.11.4', agentServer],
])('%s documents every path, parameter and field that Lookout uses', (server, used) => {
  expect(missingIn(documentOf(server), used)).toEqual([])
})

describe('what would be noticed', () => {
  const document = {
    paths: {
      '/rows/{row_id}': {
        get: {
          parameters: [{ name: 'limit', schema: { type: 'integer' } }, { $ref: '#/components/parameters/cursor' }],
          responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } } },
        },
      },
    },
    components: {
      parameters: { cursor: { name: 'cursor', schema: { anyOf: [{ type: 'string' }, { type: 'null' }] } } },
      schemas: {
        Page: { properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Row' } } } },
        Row: {
          allOf: [{ properties: { id: { type: 'string' }, stats: { type: 'object', additionalProperties: true } } }],
        },
      },
    },
  }

  test.each([
    [
      'nothing',
      { '/rows/{id}': { parameters: { limit: 'integer', cursor: 'string' }, answer: { 'items[].id': 'string' } } },
      [],
    ],
    ['a field of what is free', { '/rows/{id}': { answer: { 'items[].stats.cost': 'number' } } }, []],
    ['a path', { '/columns': {} }, ['GET /columns is not there']],
    [
      'a parameter',
      { '/rows/{id}': { parameters: { offset: 'integer' } } },
      ['GET /rows/{id} has no parameter offset'],
    ],
    [
      'a parameter of another type',
      { '/rows/{id}': { parameters: { limit: 'string' } } },
      ['GET /rows/{id}: the parameter limit is no string'],
    ],
    [
      'a field',
      { '/rows/{id}': { answer: { 'items[].title': 'string' } } },
      ['GET /rows/{id} answers no items[].title'],
    ],
    [
      'a field of another type',
      { '/rows/{id}': { answer: { 'items[].id': 'integer' } } },
      ['GET /rows/{id}: items[].id is string, no integer'],
    ],
  ])('%s', (_, used, missing) => {
    expect(missingIn(document, used)).toEqual(missing)
  })
})
