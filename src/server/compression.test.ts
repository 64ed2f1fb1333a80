import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { chooseEncoding, compress } from './compression.ts'

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=0.5, br;q=0', 'gzip'],
  ['GZIP', 'gzip'],
  ['*', 'br'],
  ['identity', null],
  ['br;q=x', null],
  ['', null],
  [null, null],
])('%s takes %s', (accepted, encoding) => {
  expect(chooseEncoding(accepted)).toBe(encoding)
})

test('long answers come back as they were, short ones are left alone', async () => {
  const long = Buffer.from('{"status":"finished"}'.repeat(100))
  const brotli = await compress(long, 'br')
  expect(brotliDecompressSync(brotli.bytes)).toEqual(long)
  expect(brotli.bytes.length).toBeLessThan(long.length / 10)
  const zipped = await compress(long, 'gzip')
  expect([zipped.encoding, gunzipSync(zipped.bytes)]).toEqual(['gzip', long])
  expect(await compress(long.subarray(0, 999), 'br')).toEqual({ bytes: long.subarray(0, 999), encoding: null })
})
