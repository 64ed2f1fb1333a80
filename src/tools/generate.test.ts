import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const generate = fileURLToPath(new URL('generate.mjs', import.meta.url))
const contract = fileURLToPath(new URL('../contract', import.meta.url))

function copyOfContract(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-contract-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(contract, folder, { recursive: true })
  return folder
}

function check(folder: string): { code: number | null; says: string } {
  const { status, stderr } = spawnSync(process.execPath, [generate, folder, '--check'], { encoding: 'utf8' })
  return { code: status, says: stderr }
}

test('what is committed was generated from the contract as it is', () => {
  expect(check(copyOfContract()).code).toBe(0)
})

test('a contract that was changed without generating is refused, with what to do', () => {
  const folder = copyOfContract()
  appendFileSync(join(folder, 'openapi.yaml'), '\nx-planted: true\n')
  const { code, says } = check(folder)
  expect(code).toBe(1)
  expect(says).toContain('openapi.gen.json does not match openapi.yaml: run `npm run gen`.')
})

test('generated types that were edited by hand are refused', () => {
  const folder = copyOfContract()
  appendFileSync(join(folder, 'openapi.gen.ts'), 'export type Planted = never\n')
  const { code, says } = check(folder)
  expect(code).toBe(1)
  expect(says).toContain('openapi.gen.ts does not match')
})
