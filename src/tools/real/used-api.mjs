import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../stamp.mjs'

/**
 * What Lookout uses of a server's API: by path its query parameters and the fields of its answer (`items[].id`), each with its JSON type.
 * @typedef {Record<string, {parameters?: Record<string, string>, answer?: Record<string, string>}>} UsedApi
 */

/** Where it stands, by the name that a server's begins with; app servers of 2025 speak V0 and an early V1. @type {Record<string, string[]>} */
const FILES = {
  'agent-server': ['agent-server/used-api.json'],
  'app-server-v1': ['v1-server/used-api.json'],
  'app-server-v0': ['v0-server/used-api.json', 'v1-server/used-api-early.json'],
}

/** All that Lookout uses of the server with this name. @param {string} name @returns {UsedApi} */
export function usedOf(name) {
  const [, files] = Object.entries(FILES).find(([start]) => name.startsWith(start)) ?? []
  if (files === undefined) throw new Error(`${name} begins with none of ${Object.keys(FILES).join(', ')}`)
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(root, 'src/sources', file), 'utf8'))))
}

/**
 * What of it a server's own OpenAPI document does not say, or says of another type.
 * @param {any} document
 * @param {UsedApi} used
 * @returns {string[]} one sentence each
 */
export function missingIn(document, used) {
  return Object.entries(used).flatMap(([path, { parameters = {}, answer = {} }]) => {
    const operation = operationAt(document, path)
    if (operation === undefined) return [`GET ${path} is not there`]
    const params = (operation.parameters ?? []).map((/** @type {any} */ one) => resolve(document, one))
    const missing = Object.entries(parameters).flatMap(([name, type]) => {
      const found = params.find((/** @type {any} */ one) => one.name === name)
      if (found === undefined) return [`GET ${path} has no parameter ${name}`]
      return typesOf(document, [found.schema]).has(type) ? [] : [`GET ${path}: the parameter ${name} is no ${type}`]
    })
    const body = operation.responses?.['200']?.content?.['application/json']?.schema
    const absent = Object.entries(answer).flatMap(([field, type]) => {
      const schemas = field.split('.').reduce((from, step) => stepInto(document, from, step), body ? [body] : [])
      if (schemas.length === 0) return [`GET ${path} answers no ${field}`]
      const types = typesOf(document, schemas)
      return types.size === 0 || types.has(type)
        ? []
        : [`GET ${path}: ${field} is ${[...types].join(' or ')}, no ${type}`]
    })
    return [...missing, ...absent]
  })
}

/** Names of path parameters differ between versions. @param {any} document @param {string} path */
function operationAt(document, path) {
  const bare = (/** @type {string} */ text) => text.replaceAll(/\{[^}]*\}/g, '{}')
  const found = Object.keys(document.paths ?? {}).find((one) => bare(one) === bare(path))
  return found === undefined ? undefined : document.paths[found].get
}

/** @param {any} document @param {any} schema @returns {any} */
function resolve(document, schema) {
  const reference = schema?.$ref
  if (typeof reference !== 'string') return schema
  const steps = reference.slice('#/'.length).split('/')
  return resolve(
    document,
    steps.reduce((/** @type {any} */ node, step) => node?.[step], document),
  )
}

/** All that a schema may be. @param {any} document @param {any[]} schemas @returns {any[]} */
function choices(document, schemas) {
  return schemas.flatMap((schema) => {
    const plain = resolve(document, schema)
    const parts = plain?.anyOf ?? plain?.oneOf ?? plain?.allOf
    return parts === undefined ? [plain] : choices(document, parts)
  })
}

/** Schemas of a field: `items[]` is each entry of the list `items`, `[]` each entry of a list. @param {any} document @param {any[]} schemas @param {string} step */
function stepInto(document, schemas, step) {
  const name = step.replace(/\[\]$/, '')
  const inside = choices(document, schemas).flatMap((one) => {
    if (name === '' || isFree(one)) return [one]
    const found =
      one?.properties?.[name] ?? (typeof one?.additionalProperties === 'object' ? one.additionalProperties : undefined)
    return found === undefined ? [] : [found]
  })
  if (!step.endsWith('[]')) return inside
  return choices(document, inside).flatMap((one) => (isFree(one) ? [one] : one?.items === undefined ? [] : [one.items]))
}

/** A schema that lets everything be, and says nothing of what is in it. @param {any} schema */
function isFree(schema) {
  const isEmpty = Object.keys(schema ?? {}).every((name) => ['title', 'description'].includes(name))
  return isEmpty || (schema.additionalProperties === true && schema.properties === undefined)
}

/** @param {any} document @param {any[]} schemas */
function typesOf(document, schemas) {
  return new Set(
    choices(document, schemas)
      .filter((one) => !isFree(one))
      .flatMap((one) => (one?.type === undefined ? [] : [one.type].flat())),
  )
}
