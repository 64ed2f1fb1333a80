import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file of the planted tree: where it lies, and what it imports. */
interface Planted {
  readonly file: string
  readonly imports: string
}

/** One for each arrow that architecture forbids. */
const breaches: readonly Planted[] = [
  ...['sources', 'index', 'sync', 'server', 'web'].map((to) => ({ file: 'src/contract', imports: `../${to}/x.ts` })),
  ...['index', 'sync', 'server', 'web'].map((to) => ({ file: 'src/sources', imports: `../${to}/x.ts` })),
  ...['sources', 'sync', 'server', 'web'].map((to) => ({ file: 'src/index', imports: `../${to}/x.ts` })),
  ...['server', 'web'].map((to) => ({ file: 'src/sync', imports: `../${to}/x.ts` })),
  { file: 'src/server', imports: '../web/x.ts' },
  ...['sources', 'index', 'sync', 'server'].map((to) => ({ file: 'src/web', imports: `../${to}/x.ts` })),
  { file: 'src/web/pages/list', imports: '../../../server/x.ts' },
  { file: 'src/sources/deep', imports: '../../sync/x.ts' },
  ...['ui/x.ts', 'query/x.ts', 'pages/x.ts', 'routes.tsx', 'main.tsx'].map((to) => ({
    file: 'src/web/lib',
    imports: `../${to}`,
  })),
  ...['query/x.ts', 'pages/x.ts', 'routes.tsx', 'main.tsx'].map((to) => ({ file: 'src/web/ui', imports: `../${to}` })),
  ...['ui/x.ts', 'pages/x.ts', 'routes.tsx', 'main.tsx'].map((to) => ({ file: 'src/web/query', imports: `../${to}` })),
  ...['routes.tsx', 'main.tsx'].map((to) => ({ file: 'src/web/pages/list', imports: `../../${to}` })),
  { file: 'src/web/routes.tsx', imports: './main.tsx' },
  ...['contract', 'sources', 'index', 'sync', 'server', 'web'].map((from) => ({
    file: `src/${from}`,
    imports: '../tools/x.ts',
  })),
  { file: 'e2e', imports: '../src/tools/x.ts' },
  ...['contract', 'sources', 'sync', 'server', 'web', 'web/pages'].flatMap((from) =>
    ['node:sqlite', '@photostructure/sqlite'].map((imports) => ({ file: `src/${from}`, imports })),
  ),
]

/** Arrows that stand: these must pass, or the rules above would prove nothing. */
const allowed: readonly Planted[] = [
  { file: 'src/sources', imports: '../contract/x.ts' },
  { file: 'src/index', imports: '../contract/x.ts' },
  { file: 'src/index', imports: 'node:sqlite' },
  ...['sources', 'index', 'contract'].map((to) => ({ file: 'src/sync', imports: `../${to}/x.ts` })),
  ...['sync', 'index', 'sources', 'contract'].map((to) => ({ file: 'src/server', imports: `../${to}/x.ts` })),
  { file: 'src/web/lib', imports: '../../contract/x.ts' },
  { file: 'src/web/ui', imports: '../lib/x.ts' },
  { file: 'src/web/query', imports: '../lib/x.ts' },
  ...['ui', 'query', 'lib'].map((to) => ({ file: 'src/web/pages/list', imports: `../../${to}/x.ts` })),
  { file: 'src/web/routes.tsx', imports: './pages/list/x.tsx' },
  { file: 'src/web/main.tsx', imports: './routes.tsx' },
  ...['server', 'web'].map((to) => ({ file: 'src/tools', imports: `../${to}/x.ts` })),
]

function temporaryTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-lint-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  return folder
}

function plant(folder: string, file: string, text: string): void {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Runs the linter once over the tree. Gives the reported rules by file. */
function lint(folder: string): Map<string, string[]> {
  const output = lintOutput(folder)
  // The linter's own JSON report; a missing field makes the test fail.
  const report = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  const rules = new Map<string, string[]>()
  for (const { code, filename } of report.diagnostics) rules.set(filename, [...(rules.get(filename) ?? []), code])
  return rules
}

function lintOutput(folder: string): string {
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=json', '--no-ignore', '.']
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  } catch (error) {
    // It exits with 1 where it found something; what it found is on stdout all the same.
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return error.stdout
    throw error
  }
}

/** A folder gets a file of its own for each planted import; `routes.tsx` and `main.tsx` are what they are. */
function fileOf({ file }: Planted, number: number): string {
  return file.endsWith('.tsx') ? file : `${file}/planted-${number}.ts`
}

test('each forbidden import is refused', () => {
  const folder = temporaryTree()
  breaches.forEach((breach, number) => {
    plant(folder, fileOf(breach, number), `export { x as planted } from '${breach.imports}'\n`)
  })
  const found = lint(folder)

  const missed = breaches.filter(
    (breach, number) => !found.get(fileOf(breach, number))?.some((code) => code.includes('no-restricted-imports')),
  )
  expect(missed).toEqual([])
})

test('each permitted import passes', () => {
  const folder = temporaryTree()
  allowed.forEach(({ imports, ...planted }, number) => {
    plant(folder, fileOf({ imports, ...planted }, number), `export { x as planted } from '${imports}'\n`)
  })

  expect([...lint(folder)]).toEqual([])
})

test('a circle of imports is refused', () => {
  const folder = temporaryTree()
  plant(folder, 'src/sync/first.ts', `import { b } from './second.ts'\nexport const a = () => b\n`)
  plant(folder, 'src/sync/second.ts', `import { a } from './first.ts'\nexport const b = () => a\n`)

  expect(lint(folder).get('src/sync/first.ts')).toContain('import(no-cycle)')
})

test('a lazy import is held to the same rules', () => {
  const folder = temporaryTree()
  plant(folder, 'src/web/lib/lazy.ts', `export const lazy = () => import('../../server/x.ts')\n`)

  expect(lint(folder).get('src/web/lib/lazy.ts')).toContain('eslint(no-restricted-imports)')
})
