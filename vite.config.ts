import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** `vite build --ssr` makes these; the names are stable because the server starts its workers by file name. */
const serverInputs = {
  cli: path('src/server/cli.ts'),
  'sync-worker': path('src/sync/worker.ts'),
  'reader-worker': path('src/index/reader-worker.ts'),
  'event-worker': path('src/server/event-worker.ts'),
}

interface ModuleGraph {
  getModuleInfo: (
    id: string,
  ) => { readonly importers: readonly string[]; readonly dynamicImporters: readonly string[] } | null
}

const listPage = '/src/web/pages/list/list-page.tsx'
const otherPages = ['detail/detail-page.tsx', 'search/search-page.tsx', 'sources/sources-page.tsx'].map(
  (file) => `/src/web/pages/${file}`,
)

/**
 * What the first page needs anyway goes into one chunk: all that the entry imports, and all that the list imports and another
 * page comes to need too. Left alone, each shared piece becomes a file, and a request before the first row.
 */
function chunkName(id: string, graph: ModuleGraph): string | null {
  const atOnce = importersOf(id, graph, false)
  const isShared = atOnce.has(listPage) && otherPages.some((page) => importersOf(id, graph, true).has(page))
  return atOnce.has('/src/web/main.tsx') || isShared ? 'app' : null
}

/** Paths within the project of all that import a module, itself included; with `isEver` also of what a page loads later. */
function importersOf(id: string, graph: ModuleGraph, isEver: boolean): ReadonlySet<string> {
  const found = new Set([id])
  for (const one of found) {
    const { importers = [], dynamicImporters = [] } = graph.getModuleInfo(one) ?? {}
    // The routes load every page later: that says nothing of what a page needs.
    const isPage = one.endsWith('-page.tsx')
    for (const importer of [...importers, ...(isEver && !isPage ? dynamicImporters : [])]) found.add(importer)
  }
  const root = path('.')
  return new Set([...found].map((file) => `/${file.startsWith(root) ? file.slice(root.length) : file}`))
}

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
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
}))
