import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** One mistake for each family of rules, with the rule that has to name it. */
const mistakes = [
  ['typescript(no-floating-promises)', 'src/sync/a.ts', 'async function f() {}\nexport const g = () => {\n  f()\n}\n'],
  [
    'typescript(switch-exhaustiveness-check)',
    'src/sync/b.ts',
    "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n",
  ],
  ['typescript(no-explicit-any)', 'src/sync/c.ts', 'export const x: any = 1\n'],
  ['import(no-default-export)', 'src/sync/d.ts', 'const x = 1\nexport default x\n'],
  ['eslint(no-empty)', 'src/sync/e.ts', 'export function f(g: () => void) {\n  try {\n    g()\n  } catch {}\n}\n'],
  ['jsx-a11y(alt-text)', 'src/web/ui/f.tsx', 'export const F = () => <img src="/favicon.svg" />\n'],
  [
    'react-hooks(rules-of-hooks)',
    'src/web/ui/g.tsx',
    "import { useState } from 'react'\nexport function G({ on }: { on: boolean }) {\n  if (on) useState(1)\n  return null\n}\n",
  ],
] as const

test('each family of lint rules finds a planted mistake', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-lint-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(root, name), join(folder, name))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [, file, text] of mistakes) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }

  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format=json', 'src']
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  // The linter's own JSON report; a missing field makes the test fail.
  const report = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  const found = new Set(report.diagnostics.map(({ code, filename }) => `${filename} ${code}`))

  expect(mistakes.filter(([rule, file]) => !found.has(`${file} ${rule}`))).toEqual([])
  expect(status).toBe(1)
})
