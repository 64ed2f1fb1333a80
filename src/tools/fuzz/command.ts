import { ROUTES, type Route } from './document.ts'
import { Fuzz, type Finding } from './fuzz.ts'
import { openWorld } from './world.ts'

/** What `npm run fuzz` is told. */
export interface Order {
  /** Requests to generate, those that follow from an answer aside. */
  readonly requests: number
  readonly seed: number
  /** Id of the only route to ask; null: all. */
  readonly route: string | null
}

/** Requests between two lines of progress. */
const ROUND = 2000
/** Of so many requests to a route one goes to the server that asks for a token. */
const GATED = 4

interface Job {
  readonly route: Route
  readonly isGated: boolean
  readonly weight: number
}

/** Asks until as much was asked as ordered, and says what it finds. A route with a finding is not asked again. Gives the number of findings. */
export async function fuzz({ requests, seed, route: only }: Order, say: (line: string) => void): Promise<number> {
  const startedAt = performance.now()
  const world = await openWorld()
  try {
    const asker = await Fuzz.start(world)
    const routes = ROUTES.filter(({ id }) => only === null || id === only)
    if (routes.length === 0) throw new Error(`there is no route ${only}: ${ROUTES.map(({ id }) => id).join(', ')}`)
    say(`${requests} requests to ${routes.length} routes, seed ${seed}`)
    let jobs = routes.flatMap(toJobs)
    let findings = 0
    for (let [asked, round] = [0, 0]; asked < requests && jobs.length > 0; round++) {
      const size = Math.min(ROUND, requests - asked)
      const weight = jobs.reduce((sum, job) => sum + job.weight, 0)
      for (const job of jobs) {
        const runs = Math.ceil((size * job.weight) / weight)
        const finding = await asker.ask(job.route, job.isGated, { runs, seed: seed + round })
        asked += runs
        if (finding === null) continue
        findings++
        jobs = jobs.filter((other) => other !== job)
        say(describe(finding, seed + round, runs))
      }
      const seconds = (performance.now() - startedAt) / 1000
      const sent = world.open.asked + world.gated.asked
      say(`${asked} of ${requests} requests (${sent} sent), ${seconds.toFixed(0)} s, findings: ${findings}`)
    }
    return findings
  } finally {
    await world.close()
  }
}

/** The more a route may be asked, the more it is. */
function toJobs(route: Route): Job[] {
  const weight = 10 + route.parameters.length
  return [
    { route, isGated: false, weight: weight * (GATED - 1) },
    { route, isGated: true, weight },
  ]
}

function describe({ route, isGated, request, complaint }: Finding, seed: number, runs: number): string {
  return [
    `FINDING at ${route}${isGated ? ', behind the token' : ''}: ${complaint}`,
    `  the smallest request: ${request}`,
    `  again: npm run fuzz -- --route ${route} --seed ${seed} --requests ${runs * (GATED + 1)}`,
  ].join('\n')
}
