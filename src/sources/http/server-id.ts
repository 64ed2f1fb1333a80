import { slug } from '../detect.ts'
import type { SourceId } from '../source.ts'

const PREFIX = 'LOOKOUT_KEY_'

/**
 * The id of a server: of its name where it has one, else of its URL: `http://127.0.0.1:8000` → `127-0-0-1-8000`,
 * `https://app.example.dev/a/` → `app-example-dev-a`.
 */
export function serverIdFor({ host, pathname }: URL, name = ''): SourceId {
  return slug(name) || slug(`${host}${pathname}`) || 'server'
}

/**
 * The environment's variable for the key of a source: `127-0-0-1-8000` → `LOOKOUT_KEY_127_0_0_1_8000`. Ids that differ have variables
 * that differ.
 */
export function keyVariableOf(id: SourceId): string {
  return `${PREFIX}${id.toUpperCase().replaceAll('-', '_')}`
}

/** Whether a variable of the environment holds the key of some source. */
export function isKeyVariable(name: string): boolean {
  return name.startsWith(PREFIX)
}
