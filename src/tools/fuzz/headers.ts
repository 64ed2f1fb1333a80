import * as fc from 'fast-check'

type Header = readonly [name: string, value: string]

const HARMLESS: readonly Header[] = [
  ['Accept-Encoding', 'gzip'],
  ['Accept-Encoding', 'br;q=0.5, gzip;q=0, *;q=0.1'],
  ['Accept-Encoding', ';;q=,,=,br;q=x'],
  ['Accept', 'text/html'],
  ['Accept', 'application/json;q=0'],
  ['Range', 'bytes=9-1'],
  ['If-None-Match', '*'],
  ['If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['Origin', 'http://evil.example'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['X-Forwarded-For', '1.2.3.4'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Original-URL', '/api/sources'],
  ['Content-Type', 'application/json'],
  ['Content-Length', '0'],
  ['Cookie', 'lookout_session=; ;=;a'],
  ['Cookie', 'x'.repeat(8000)],
  ['Expect', 'the impossible'],
  ['Expect', '100-continue'],
  ['Upgrade', 'websocket'],
  ['Connection', 'close'],
  ['Connection', 'Upgrade'],
  ['User-Agent', ''],
  ['X-Odd', '\xff\xfe'],
  ['Host', 'LOCALHOST'],
  ['Host', 'localhost:1'],
  ['Host', '[::1]:8080'],
  ['Host', '127.0.0.1.:80'],
  ['Host', '127.0.0.2'],
]

/** Headers for which a request is denied. */
const HARMFUL: readonly Header[] = [
  ['Host', 'evil.example'],
  ['Host', 'localhost.evil.example'],
  ['Host', 'localhost@evil.example'],
  ['Host', '127.0.0.1:99999'],
  ['Host', '127.999.999.999'],
  ['Host', ''],
  ['Content-Length', '5'],
  ['Transfer-Encoding', 'chunked'],
]

/** Few requests bring any; names are not repeated. */
export const anyHeaders: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { withCrossShrink: true },
  { weight: 8, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...HARMLESS) },
        { weight: 1, arbitrary: fc.constantFrom(...HARMFUL) },
      ),
      // Two headers that say how long a request is are no HTTP, as two of one name are.
      { selector: ([name]) => name.replace('Transfer-Encoding', 'Content-Length'), minLength: 1, maxLength: 3 },
    ),
  },
)

/** Statuses with which these headers may be answered whatever is asked; none: they change nothing. */
export function denialsOf(headers: readonly Header[]): readonly number[] {
  const harmful = headers.filter((header) => HARMFUL.some((one) => one[0] === header[0] && one[1] === header[1]))
  return harmful.map(([name]) => STATUS_OF[name] ?? 403)
}

const STATUS_OF: Readonly<Record<string, number>> = {
  Host: 403,
  'Content-Length': 413,
  'Transfer-Encoding': 413,
}
