import * as fc from 'fast-check'
import type { Request } from './client.ts'
import type { Route } from './document.ts'
import { credentials, signIn, type Credential } from './door.ts'
import { gatherFacts, type Facts } from './facts.ts'
import { judge } from './judge.ts'
import { expectSame } from './law.ts'
import { casesOf, toRequest, type Case } from './requests.ts'
import { signIns, trySigningIn } from './sign-in.ts'
import { vocabularyOf, type Vocabulary } from './vocabulary.ts'
import type { World } from './world.ts'

/** The smallest request found that is not answered as it should be. */
export interface Finding {
  readonly route: string
  readonly isGated: boolean
  /** The request, as JSON. */
  readonly request: string
  readonly complaint: string
}

/** How much is asked. The same seed asks the same. */
export interface Dose {
  readonly runs: number
  readonly seed: number
}

/** Asks the routes of the document whatever may be asked, and holds every answer to the document and to plain facts. */
export class Fuzz {
  readonly #world: World
  readonly #facts: Facts
  readonly #vocabulary: Vocabulary
  readonly #cases = new Map<string, fc.Arbitrary<Case>>()

  private constructor(world: World, facts: Facts) {
    this.#world = world
    this.#facts = facts
    this.#vocabulary = vocabularyOf(facts)
  }

  static async start(world: World): Promise<Fuzz> {
    return new Fuzz(world, await gatherFacts(world.open))
  }

  /** Generates so many requests of a route; null: all were answered as they should be. */
  async ask(route: Route, isGated: boolean, { runs, seed }: Dose): Promise<Finding | null> {
    const parameters = { numRuns: runs, seed }
    const found = (request: unknown, fault: unknown): Finding => ({
      route: route.id,
      isGated,
      request: JSON.stringify(request),
      complaint: fault instanceof Error ? fault.message : String(fault),
    })
    if (route.method === 'POST') {
      const attempt = fc.asyncProperty(signIns, (way) => trySigningIn(this.#world, route, isGated, way))
      const { failed, counterexample, errorInstance } = await fc.check(attempt, parameters)
      return failed ? found(counterexample?.[0], errorInstance) : null
    }
    const credential = isGated ? credentials(await signIn(this.#world)) : fc.constant(null)
    const attempt = fc.asyncProperty(this.#casesOf(route), credential, (asked, own) => this.#judge(route, asked, own))
    const { failed, counterexample, errorInstance } = await fc.check(attempt, parameters)
    if (!failed || counterexample === null) return null
    const [asked, own] = counterexample
    return found({ ...bring(toRequest(route, asked), own), turn: asked.turn }, errorInstance)
  }

  #casesOf(route: Route): fc.Arbitrary<Case> {
    const cases = this.#cases.get(route.id) ?? casesOf(route, this.#vocabulary, this.#facts)
    this.#cases.set(route.id, cases)
    return cases
  }

  async #judge(route: Route, asked: Case, credential: Credential | null): Promise<void> {
    const world = this.#world
    world.wait(61_000)
    world.takeFaults()
    const client = credential === null ? world.open : world.gated
    const request = bring(toRequest(route, asked), credential)
    const reply = await client.ask(request)
    const isLetIn = credential?.isRight ?? null
    const shared = { route, request, facts: this.#facts, client: world.open, isLetIn }
    await judge({ ...shared, asked, reply })
    if (asked.method === 'HEAD') {
      const whole = await client.ask({ ...request, method: 'GET' })
      expectSame('the status of HEAD', reply.status, whole.status)
      expectSame('the type of HEAD', reply.headers['content-type'], whole.headers['content-type'])
    }
    expectSame('faults that were logged', world.takeFaults().map(String), [])
  }
}

function bring(request: Request, credential: Credential | null): Request {
  return { ...request, headers: [...request.headers, ...(credential?.headers ?? [])] }
}
