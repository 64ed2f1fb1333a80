import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** `vite build --ssr` makes these; the names are stable because the server starts its workers by file name. */
const serverInputs = {
  cli: path('src/server/cli.ts'),
  'sync-worker': path('src/sync/worker.ts'),
  'reader-worker': path('src/index/reader-worker.ts'),
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
        // One small style sheet for all pages instead of one for each: fewer requests before the first row.
        cssCodeSplit: false,
        // Every browser of the target knows modulepreload.
        modulePreload: { polyfill: false },
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
