import { dashed, hexId, pick, random, sentence } from './random.mjs'

const STATUSES = ['finished', 'finished', 'finished', 'error', 'paused', 'idle', 'stuck', 'waiting_for_confirmation']
const TRIGGERS = ['gui', 'resolver', 'slack', 'jira', 'openhands_api']
const MODELS = ['model-a', 'model-b', 'model-c']
const OWNERS = ['octo', 'acme', 'initech', 'globex', 'umbra']
const START_MS = Date.UTC(2026, 9, 1)
/** One conversation in so many has a parent. */
const CHILDREN = 20
/** From one event to the next. */
const STEP_MS = 1500

/**
 * How much to plant. `events` are those of each conversation, `long` those of one more, which is the newest; 0: there is none.
 * @typedef {{ conversations: number, events: number, long: number }} Size
 *
 * What a layout writes of a conversation. Times are UTC ms.
 * @typedef {{
 *   number: number, id: string, title: string, repository: string, branch: string, trigger: string, status: string, model: string,
 *   cost: number, createdMs: number, updatedMs: number, parentId: string | null, eventCount: number, next: () => number
 * }} PlantedConversation
 */

/** Id of the conversation with this number. @param {number} number */
function idAt(number) {
  return hexId(random(number * 2 + 1))
}

/**
 * The same every time for the same number, whoever else is planted.
 * @param {number} number from 0; the long one comes after all others
 * @param {Size} size
 * @returns {PlantedConversation}
 */
export function conversationAt(number, { conversations, events, long }) {
  const next = random(number * 2)
  const eventCount = number < conversations ? events : long
  const createdMs = START_MS + number * 37_000
  return {
    number,
    id: idAt(number),
    title: sentence(next, 5),
    repository: `${pick(OWNERS, next)}/${sentence(next, 2).replace(' ', '-')}`,
    branch: next() < 0.5 ? 'main' : `${sentence(next, 1)}-${number % 1000}`,
    trigger: pick(TRIGGERS, next),
    status: pick(STATUSES, next),
    model: pick(MODELS, next),
    cost: Number(next().toFixed(4)),
    createdMs,
    updatedMs: createdMs + Math.max(0, eventCount - 1) * STEP_MS,
    parentId: number % CHILDREN === CHILDREN - 1 ? idAt(number - 1 - Math.floor(next() * 10)) : null,
    eventCount,
    next,
  }
}

/** What every event has: a new id, and when it came. @param {PlantedConversation} conversation @param {number} seq */
export function stampOf({ createdMs, next }, seq) {
  return { id: dashed(hexId(next)), timestamp: iso(createdMs + seq * STEP_MS).slice(0, -1) }
}

/** The user's first message: `ticket-<six digits>` is in no other conversation. @param {PlantedConversation} conversation */
export function firstMessage({ number, next }) {
  return `ticket-${String(number).padStart(6, '0')} ${sentence(next, 30)}`
}

/** @param {number} ms */
export function iso(ms) {
  return new Date(ms).toISOString()
}
