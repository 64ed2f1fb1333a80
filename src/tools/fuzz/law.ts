import { isDeepStrictEqual } from 'node:util'
import type { Client, Reply } from './client.ts'
import type { Facts } from './facts.ts'
import type { Question } from './question.ts'

/** What an answer with 200 is held against. */
export interface Answered {
  readonly question: Question
  readonly reply: Reply
  /** The body where that is JSON, of the document's shape; else undefined. */
  // oxlint-disable-next-line typescript/no-explicit-any -- read as what the document says; it has been validated against it
  readonly body: any
  readonly facts: Facts
  /** Asks more, without a token. */
  readonly client: Client
  readonly path: string
  /** Chooses what more is asked. */
  readonly turn: number
}

/** What has to hold of a route's answer beside its shape. @throws Breach where it does not */
export type Law = (answered: Answered) => Promise<void> | void

/** An answer that is not as it should be. */
export class Breach extends Error {
  override readonly name = 'Breach'
}

/** @throws Breach where the two are not the same */
export function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return
  throw new Breach(`${what} should be ${show(expected)}, not ${show(actual)}`)
}

/** @throws Breach where it does not hold */
export function expectThat(what: string, holds: boolean): void {
  if (!holds) throw new Breach(what)
}

/** Of what nobody can judge here only the bounds are known. @throws Breach beyond them */
export function expectWithin(what: string, actual: number, sure: number, most: number): void {
  expectThat(`${what} should be within ${sure} and ${most}, not ${actual}`, actual >= sure && actual <= most)
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 400)
}

/** The answer to a further question, which has to be 200. */
export async function askFurther(client: Client, target: string): Promise<Answered['body']> {
  const reply = await client.get(target)
  const { status, text } = reply
  if (status !== 200) throw new Breach(`${target} should be answered with 200, not ${status}: ${text.slice(0, 200)}`)
  return reply.json
}

/** A query without some parameters, with others at its end. */
export function queryWith(query: string, without: readonly string[], more: string): string {
  const kept = query.split('&').filter((pair) => {
    const [[name] = ['']] = [...new URLSearchParams(pair)]
    return pair !== '' && !without.includes(name)
  })
  return [...kept, ...(more === '' ? [] : [more])].join('&')
}
