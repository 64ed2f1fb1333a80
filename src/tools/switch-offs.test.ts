import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('switch-offs.mjs', import.meta.url))

/** What is said of a tree with this one line in it; empty where it passes. */
function complaintsOn(line: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-switch-offs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'src/web'), { recursive: true })
  mkdirSync(join(folder, 'e2e'))
  writeFileSync(join(folder, 'src/web/a.tsx'), `export const a = 1\n${line}\nexport const b = 2\n`)
  const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8', timeout: 30_000 })
  expect(status).toBe(stderr === '' ? 0 : 1)
  return stderr
}

// Put together here, so that this file passes itself.
const off = (rest: string, tool = 'oxlint') => `${tool}-disable${rest}`

test.each([
  `// ${off('-next-line no-console')}`,
  `  // ${off('-next-line react-hooks/exhaustive-deps', 'eslint')}`,
  `const c = 1 // ${off('-line no-console --')}`,
  `// ${off('-next-line -- because')}`,
  `/* ${off(' no-console')} */`,
  `/* ${off(' no-console -- ')} */`,
  `/* ${off('')} */`,
  // A pattern that tries every way to cut these names apart does not end.
  `// ${off('-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions')}`,
])('a switch-off without a reason or a rule is a failure: %s', (line) => {
  expect(complaintsOn(line)).toContain('src/web/a.tsx:2')
})

test.each([
  `// ${off('-next-line no-console -- people read it')}`,
  `{/* ${off('-next-line jsx-a11y/alt-text, no-console -- drawn elsewhere')} */}`,
  `const text = '${off('')}'`,
])('one with both passes: %s', (line) => {
  expect(complaintsOn(line)).toBe('')
})
