import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Cross-origin isolation: without it the page has no SharedArrayBuffer. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  root: path('src'),
  base: './',
  cacheDir: path('node_modules/.vite'),
  publicDir: path('public'),
  plugins: [react()],
  server: { headers: isolation, fs: { allow: [path('.')] } },
  preview: { headers: isolation },
  worker: { format: 'es' },
  optimizeDeps: { include: ['three', '@react-three/fiber'] },
  build: { outDir: path('dist'), emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name === 'client' || environment.name === 'cli') {
          await builder.build(environment);
        }
      }
    },
  },
  environments: {
    cli: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        ssr: true,
        outDir: path('dist-cli'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node20',
        rolldownOptions: {
          input: { cli: path('src/cli/main.ts'), job: path('workers/job.node.ts'), bench: path('tests/bench/bench.ts') },
          external: ['playwright-core'],
          output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[hash].mjs' },
        },
      },
    },
  },
  test: {
    projects: [
      {
        root: path('.'),
        test: {
          name: 'unit',
          environment: 'node',
          // Pure rooms keep no state between files: one set of modules a worker, and a worker a core.
          pool: 'threads',
          isolate: false,
          maxWorkers: '100%',
          include: ['tests/{unit,conformance,property,parity,architecture}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        root: path('.'),
        test: { name: 'integration', environment: 'node', include: ['tests/integration/**/*.test.ts'], testTimeout: 240_000 },
      },
      {
        root: path('.'),
        test: {
          name: 'browser',
          environment: 'node',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
