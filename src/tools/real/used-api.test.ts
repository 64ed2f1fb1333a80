import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import agentServer from '../../sources/agent-server/used-api.json' with { type: 'json' }
import v0Server from '../../sources/v0-server/used-api.json' with { type: 'json' }
import earlyV1Server from '../../sources/v1-server/used-api-early.json' with { type: 'json' }
import v1Server from '../../sources/v1-server/used-api.json' with { type: 'json' }
import { missingIn, usedOf, type UsedApi } from './used-api.mjs'

const REPLIES = fileURLToPath(new URL('../../../e2e/replies/', import.meta.url))

/** The document that a real server gave, as it was recorded. */
function documentOf(file: string): unknown {
  const bytes = readFileSync(REPLIES + file)
  const recorded: unknown = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
  return typeof recorded === 'object' && recorded !== null && 'body' in recorded ? recorded.body : recorded
}

test.each<readonly [string, UsedApi]>([
  ['agent-server-1.58.0/openapi.json.gz', agentServer],
  ['agent-server-1.11.4/openapi.json.gz', agentServer],
  ['app-server-v1/openapi-of-reads.json.gz', v1Server],
  ['app-server-v1-early/openapi-of-reads.json.gz', earlyV1Server],
  ['app-server-v0-stopped/openapi.json', v0Server],
])('%s documents every path, parameter and field that Lookout uses', (file, used) => {
  expect(missingIn(documentOf(file), used)).toEqual([])
})

test.each([
  ['agent-server-1.58.0', Object.keys(agentServer)],
  ['app-server-v1', Object.keys(v1Server)],
  ['app-server-v0', [...Object.keys(v0Server), ...Object.keys(earlyV1Server)]],
])('a live %s is held to all of its own', (name, paths) => {
  expect(Object.keys(usedOf(name))).toEqual(paths)
  expect(() => usedOf('another-server')).toThrow('begins with none of')
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
