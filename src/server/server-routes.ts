import contract from '../contract/openapi.gen.json' with { type: 'json' }
import { toWireTime } from './conversation-wire.ts'
import type { Handlers } from './routes.ts'

/** The handlers of everything that is not about conversations. */
export const serverRoutes: Pick<
  Handlers,
  'getSources' | 'getRevision' | 'getHealth' | 'getReady' | 'getServerInfo' | 'getOpenApi'
> = {
  async getSources({ index, sampleSources }) {
    const { revision, items } = await index.sources()
    const body = {
      items: items.map((source) => ({
        id: source.id,
        name: source.name,
        dialect: source.dialect,
        location: source.location,
        sample: sampleSources.has(source.id),
        reachable: source.reachable,
        error: source.error,
        notes: [...source.notes],
        last_sync_at: toWireTime(source.last_sync_at),
        progress: { read: source.progress.read, total: source.progress.total },
        complete: source.complete,
        conversation_count: source.conversation_count,
        event_count: source.event_count,
        unreadable: source.unreadable.map(({ path, reason }) => ({ path, reason })),
        text_index: { done: source.text_index.done, total: source.text_index.total },
      })),
    }
    return { revision, body }
  },

  async getRevision({ index }) {
    const revision = await index.revision()
    return { revision, body: { revision } }
  },

  async getHealth({ index }) {
    return { revision: await index.revision(), body: { status: 'ok' } }
  },

  async getReady({ index }) {
    return { revision: await index.revision(), body: { status: 'ready' } }
  },

  async getServerInfo({ index, version, uptimeSeconds, idleSeconds }) {
    const body = { title: 'Lookout' as const, version, uptime: uptimeSeconds, idle_time: idleSeconds }
    return { revision: await index.revision(), body }
  },

  async getOpenApi({ index }) {
    return { revision: await index.revision(), body: contract }
  },
}
