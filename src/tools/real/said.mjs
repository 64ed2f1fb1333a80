// What real servers themselves say, asked without Lookout: the same question in each dialect.

/**
 * @typedef {object} Said
 * @property {number | null} count as the server counts
 * @property {Map<string, {title: string | null, status: string | null}>} rows by id in hex; a status only where the row has the agent's
 * @property {((id: string) => Promise<number>) | null} events how many a conversation has, as the server counts; may wake it
 */

/** @typedef {(path: string) => Promise<any>} Get */

/** @param {string} id */
const toHex = (id) => id.replaceAll('-', '').toLowerCase()

/** @param {Get} get @returns {Promise<Said>} */
async function askAgentServer(get) {
  const { items } = await get('/api/conversations/search?limit=100')
  const rows = new Map(
    items.map((/** @type {any} */ row) => [toHex(row.id), { title: row.title, status: row.execution_status }]),
  )
  return {
    count: await get('/api/conversations/count'),
    rows,
    events: (id) => get(`/api/conversations/${id}/events/count`),
  }
}

/** @param {Get} get @returns {Promise<Said>} */
async function askV1(get) {
  const { items } = await get('/api/v1/app-conversations/search?limit=100&include_sub_conversations=true')
  return {
    count: await get('/api/v1/app-conversations/count'),
    rows: new Map(
      items.map((/** @type {any} */ row) => [toHex(row.id), { title: row.title, status: row.execution_status }]),
    ),
    events: (id) => get(`/api/v1/conversation/${id}/events/count`),
  }
}

/** @param {Get} get @returns {Promise<Said>} */
async function askV0(get) {
  const { results } = await get('/api/conversations?limit=1000')
  const rows = results.filter((/** @type {any} */ row) => row?.conversation_version !== 'V1')
  return {
    count: null,
    rows: new Map(
      rows.map((/** @type {any} */ row) => {
        const isInvented = /^Conversation [0-9a-f]{1,5}$/.test(row.title)
        return [row.conversation_id, { title: isInvented ? null : row.title, status: null }]
      }),
    ),
    // It counts none: their numbers have holes.
    events: null,
  }
}

/**
 * @param {string} name of the server
 * @param {Get} get
 */
export function ask(name, get) {
  if (name.startsWith('agent-server')) return askAgentServer(get)
  return name.startsWith('app-server-v1') ? askV1(get) : askV0(get)
}
