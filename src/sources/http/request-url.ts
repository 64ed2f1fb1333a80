import { HttpFault, nameOf } from './http-fault.ts'

/** Values of a query; a list repeats its name, what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/**
 * The URL of a path below a base, whose own path is kept (`/runtime/8000/`). `path` begins with a slash; what of it is not fixed, an id,
 * has passed `encodeURIComponent`. @throws HttpFault where it would lead elsewhere: an id comes from a server, which may have made it up
 */
export function toRequestUrl(base: URL, path: string, query: Query): URL {
  if (!/^\/[^?#\\]*$/.test(path) || path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    throw new HttpFault('bad-path', `Lookout does not ask ${nameOf(base)} for a path of that form`)
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/\/$/, '')}${path}`
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) url.searchParams.append(name, String(one))
  return url
}
