// `npm run gen`: makes the TypeScript types and the JSON form of the contract. `--check` writes nothing and fails where
// the committed files are stale. A folder as argument stands in for src/contract.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? join(root, 'src/contract')
const source = join(folder, 'openapi.yaml')
const codegen = join(root, 'src/tools/codegen')

/**
 * Runs the generator of the codegen workspace (it brings its own TypeScript 5).
 * @returns {string} the generated module
 */
function generateTypes() {
  const scratch = mkdtempSync(join(tmpdir(), 'lookout-gen-'))
  try {
    const output = join(scratch, 'openapi.gen.ts')
    execFileSync(
      process.execPath,
      [join(codegen, 'node_modules/openapi-typescript/bin/cli.js'), source, '-o', output],
      {
        cwd: codegen,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    return readFileSync(output, 'utf8')
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const generated = {
  'openapi.gen.ts': generateTypes(),
  'openapi.gen.json': `${JSON.stringify(parse(readFileSync(source, 'utf8')), null, 2)}\n`,
}

const stale = Object.entries(generated).filter(([name, text]) => readIfThere(join(folder, name)) !== text)
if (process.argv.includes('--check')) {
  for (const [name] of stale) console.error(`${name} does not match openapi.yaml: run \`npm run gen\`.`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [name, text] of stale) {
    writeFileSync(join(folder, name), text)
    console.log(`wrote ${name}`)
  }
}
