import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Small generator of numbers in [0, 1) that gives the same sequence for the same seed (mulberry32). @param {number} seed */
export function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const WORDS =
  'fix paging build deploy queue schema parser cache index route worker login invoice retry timeout migrate config header table filter'.split(
    ' ',
  )
const STATUSES = ['finished', 'finished', 'finished', 'error', 'paused', 'idle', 'stuck', 'waiting_for_confirmation']
const TRIGGERS = ['gui', 'resolver', 'slack', 'jira', 'openhands_api']
const START = Date.UTC(2026, 9, 1)

/**
 * Writes conversations in the layout of an Agent Server: the same every time for the same numbers.
 * @param {string} directory made where it is not there
 * @param {{ conversations: number, events: number, seed?: number }} size events of each conversation
 */
export function plantDirectory(directory, { conversations, events, seed = 1 }) {
  const next = random(seed)
  mkdirSync(directory, { recursive: true })
  for (let number = 0; number < conversations; number++) plantConversation(directory, number, events, next)
}

/** @param {string} directory @param {number} number @param {number} events @param {() => number} next */
function plantConversation(directory, number, events, next) {
  const id = hex(next, 32)
  const folder = join(directory, id)
  mkdirSync(join(folder, 'events'), { recursive: true })
  const created = START + number * 37_000
  const write = (/** @type {string} */ name, /** @type {object} */ value) =>
    writeFileSync(join(folder, name), JSON.stringify(value))
  /** @type {PlantedEvent | null} */
  let action = null
  for (let seq = 0; seq < events; seq++) {
    const event = eventAt(seq, created, action, next)
    write(`events/event-${String(seq).padStart(5, '0')}-${event.id}.json`, event)
    action = event.kind === 'ActionEvent' ? event : null
  }
  const tags = { repo: `octo/${pick(WORDS, next)}`, trigger: pick(TRIGGERS, next), branch: 'main' }
  const dates = { created_at: iso(created), updated_at: iso(created + events * 1500) }
  write('meta.json', { id, title: sentence(next, 5), ...dates, tags })
  const usage = {
    agent: {
      model_name: 'model',
      accumulated_cost: Number(next().toFixed(4)),
      accumulated_token_usage: { prompt_tokens: 1000, completion_tokens: 50 },
    },
  }
  write('base_state.json', {
    id: dashed(id),
    execution_status: pick(STATUSES, next),
    tags,
    agent: { llm: { model: pick(['model-a', 'model-b', 'model-c'], next) } },
    stats: { usage_to_metrics: usage },
    workspace: { working_dir: '/workspace' },
  })
}

/**
 * @typedef {{ id: string, kind: string, tool_call_id?: string, [field: string]: unknown }} PlantedEvent
 * @param {number} seq
 * @param {number} created
 * @param {PlantedEvent | null} answered the action before it, which it answers
 * @param {() => number} next
 * @returns {PlantedEvent}
 */
function eventAt(seq, created, answered, next) {
  const base = { id: dashed(hex(next, 32)), timestamp: iso(created + seq * 1500).slice(0, -1) }
  const words = (/** @type {number} */ count) => [{ type: 'text', text: sentence(next, count) }]
  if (seq === 0)
    return { ...base, source: 'user', llm_message: { role: 'user', content: words(30) }, kind: 'MessageEvent' }
  if (answered !== null) {
    const observation = {
      content: words(50),
      is_error: false,
      exit_code: next() < 0.1 ? 1 : 0,
      kind: 'TerminalObservation',
    }
    return {
      ...base,
      source: 'environment',
      tool_name: 'terminal',
      tool_call_id: answered.tool_call_id ?? '',
      action_id: answered.id,
      observation,
      kind: 'ObservationEvent',
    }
  }
  if (next() < 0.3) {
    const value = {
      usage_to_metrics: {
        agent: {
          model_name: 'model',
          accumulated_cost: seq / 1000,
          accumulated_token_usage: { prompt_tokens: seq * 100 },
        },
      },
    }
    return { ...base, source: 'environment', key: 'stats', value, kind: 'ConversationStateUpdateEvent' }
  }
  const call = `call_${seq}`
  const command = `grep -rn "${pick(WORDS, next)}" src | head -${seq}`
  return {
    ...base,
    source: 'agent',
    thought: words(15),
    action: { command, kind: 'TerminalAction' },
    tool_name: 'terminal',
    tool_call_id: call,
    tool_call: { id: call, name: 'terminal', arguments: JSON.stringify({ command }) },
    llm_response_id: `r_${seq}`,
    kind: 'ActionEvent',
  }
}

/** @template T @param {readonly T[]} list @param {() => number} next @returns {T} */
function pick(list, next) {
  const chosen = list[Math.floor(next() * list.length)]
  if (chosen === undefined) throw new Error('nothing to pick from')
  return chosen
}

/** @param {() => number} next @param {number} count */
function sentence(next, count) {
  return Array.from({ length: count }, () => pick(WORDS, next)).join(' ')
}

/** @param {() => number} next @param {number} digits */
function hex(next, digits) {
  return Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('')
}

/** @param {string} id */
function dashed(id) {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** @param {number} ms */
function iso(ms) {
  return new Date(ms).toISOString()
}
