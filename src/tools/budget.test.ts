import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const budget = fileURLToPath(new URL('budget.mjs', import.meta.url))
const listPage = 'src/web/pages/list/list-page.tsx'

/** A build with these chunks; the names of `imports` are keys of the manifest. */
function plant(chunks: Record<string, { bytes: number; imports?: string[] }>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-budget-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const manifest: Record<string, unknown> = {}
  for (const [name, { bytes, imports = [] }] of Object.entries(chunks)) {
    const file = `assets/${name.replaceAll(/\W/g, '-')}.js`
    manifest[name] = { file, imports, isEntry: name === 'index.html' }
    write(folder, file, randomBytes(bytes))
  }
  write(folder, 'index.html', '<!doctype html>')
  write(folder, 'theme.js', '')
  write(folder, '.vite/manifest.json', JSON.stringify(manifest))
  return folder
}

function write(folder: string, file: string, content: string | Buffer): void {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

function exitCode(folder: string): number | null {
  return spawnSync(process.execPath, [budget, folder], { stdio: 'ignore' }).status
}

test('a first page within its budget passes, whatever else the build holds', () => {
  const folder = plant({
    'index.html': { bytes: 60_000, imports: ['_shared.js'] },
    [listPage]: { bytes: 20_000, imports: ['_shared.js'] },
    '_shared.js': { bytes: 30_000 },
    'src/web/pages/detail/detail-page.tsx': { bytes: 90_000 },
  })
  expect(exitCode(folder)).toBe(0)
})

test('too many bytes fail, also where only an import of an import brings them', () => {
  const folder = plant({
    'index.html': { bytes: 60_000 },
    [listPage]: { bytes: 20_000, imports: ['_a.js'] },
    '_a.js': { bytes: 10, imports: ['_b.js'] },
    '_b.js': { bytes: 45_000 },
  })
  expect(exitCode(folder)).toBe(1)
})

test('too many requests fail', () => {
  const imports = ['_a.js', '_b.js', '_c.js', '_d.js']
  const folder = plant({
    'index.html': { bytes: 100, imports },
    [listPage]: { bytes: 100 },
    ...Object.fromEntries(imports.map((name) => [name, { bytes: 100 }])),
  })
  expect(exitCode(folder)).toBe(1)
})

test('a build without the list page fails instead of measuring nothing', () => {
  expect(exitCode(plant({ 'index.html': { bytes: 100 } }))).toBe(1)
})
