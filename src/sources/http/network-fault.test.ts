import { get } from 'node:https'
import { expect, test } from 'vitest'
import { toNetworkFault } from './network-fault.ts'
import { makeCertificate } from './planted-certificate.ts'
import { startReplayServer } from './replay-server.ts'

const HERE = new URL('https://here.example:8443/api/conversations?token=canary')

/** What Node says of a server with this certificate, which is trusted as such. */
async function errorOf(name: string, years: readonly [number, number]): Promise<unknown> {
  const tls = makeCertificate({ name, years })
  const server = await startReplayServer({ tls })
  try {
    return await new Promise((resolve, reject) => {
      const request = get(server.url, { ca: tls.cert, servername: 'here.example' }, () =>
        reject(new Error('it is trusted')),
      )
      request.on('error', resolve)
    })
  } finally {
    await server.close()
  }
}

test('an expired certificate and one for another name are told apart', async () => {
  const expired = toNetworkFault(await errorOf('here.example', [2000, 2001]), HERE)
  expect(expired).toMatchObject({ kind: 'tls', message: expect.stringContaining('has expired') })
  const early = toNetworkFault(await errorOf('here.example', [9000, 9001]), HERE)
  expect(early).toMatchObject({ kind: 'tls', message: expect.stringContaining('not valid yet') })
  const stranger = toNetworkFault(await errorOf('elsewhere.example', [2020, 9000]), HERE)
  expect(stranger).toMatchObject({ kind: 'tls', message: expect.stringContaining('made for other names') })
})

test.each([
  ['ENOTFOUND', 'dns', 'by the name here.example'],
  ['EAI_AGAIN', 'dns', 'by the name here.example'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', 'NODE_EXTRA_CA_CERTS'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls', 'check its TLS settings'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong-scheme', 'give it as http://here.example:8443'],
  ['EHOSTUNREACH', 'unreachable', 'start the server there'],
  ['ECONNRESET', 'unreachable', 'else give http://here.example:8443'],
])('%s is of the kind %s', (code, kind, part) => {
  const fault = toNetworkFault(Object.assign(new Error('canary'), { code }), HERE)
  expect(fault).toMatchObject({ kind, message: expect.stringContaining(part) })
  expect(fault.message).toContain(`(${code})`)
  expect(fault.message).not.toContain('canary')
})
