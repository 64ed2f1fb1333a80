import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { configDefaults, defineConfig } from 'vitest/config'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** `vite build --ssr` makes these; the names are stable because the server starts its workers by file name. */
const serverInputs = {
  cli: path('src/server/cli.ts'),
  'sync-worker': path('src/sync/worker.ts'),
  'reader-worker': path('src/index/reader-worker.ts'),
  'event-worker': path('src/server/event-worker.ts'),
}

interface ModuleGraph {
  getModuleInfo: (id: string) => { readonly importers: readonly string[] } | null
}

/**
 * What the first page needs anyway goes into one chunk: all that the entry imports, and all that the list shares with what is
 * loaded later, the other pages and its own popups. Left alone, each shared piece becomes a file, and a request before the
 * first row.
 */
function chunkName(id: string, graph: ModuleGraph): string | null {
  const importers = new Set([id])
  const importersOf = (one: string) => graph.getModuleInfo(one)?.importers ?? []
  for (const one of importers) for (const importer of importersOf(one)) importers.add(importer)
  const isNeededBy = (file: string) => [...importers].some((importer) => importer.endsWith(`/src/web/${file}`))
  // Where the chains of static imports begin: the entry, and each part that is loaded later.
  const starts = [...importers].filter((one) => importersOf(one).length === 0)
  const isShared = isNeededBy('pages/list/list-page.tsx') && starts.length > 1
  return isNeededBy('main.tsx') || isShared ? 'app' : null
}

/** Folders whose tests are of code that holds no state of a page: they share a worker. A worker for each file took a third of the time. */
const plain = ['contract', 'index', 'server', 'sources', 'sync', 'web/lib', 'web/query'].map(
  (folder) => `src/${folder}/**/*.test.ts`,
)

/** Where `npm run dev` put the server. */
const devServer = process.env['LOOKOUT_DEV_SERVER'] ?? 'http://127.0.0.1:4175'

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react()],
  build: isSsrBuild
    ? {
        ssr: true,
        outDir: 'dist/server',
        emptyOutDir: true,
        copyPublicDir: false,
        sourcemap: 'hidden',
        target: 'node20',
        rolldownOptions: {
          input: serverInputs,
          output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      }
    : {
        outDir: 'dist/web',
        emptyOutDir: true,
        manifest: true,
        // Every browser of the target knows modulepreload.
        modulePreload: { polyfill: false },
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: chunkName }] } } },
        sourcemap: 'hidden',
        target: 'baseline-widely-available',
      },
  // Only here: Vitest would read it too, and inline every dependency.
  ...(isSsrBuild ? { ssr: { noExternal: true, external: ['@photostructure/sqlite'] } } : {}),
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/health', '/ready', '/server_info', '/openapi.json'].map((prefix) => [prefix, devServer]),
    ),
  },
  test: {
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Left alone it keeps one processor for itself, half of a small machine.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'plain', include: plain, isolate: false } },
      {
        extends: true,
        test: {
          name: 'page and tools',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...plain],
        },
      },
    ],
  },
}))
