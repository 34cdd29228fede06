import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// One project for each workspace package, named as the package is.
const projects = ['libs', 'apps', 'tools'].flatMap((group) =>
  readdirSync(new URL(group, import.meta.url))
    .map((dir) => `${group}/${dir}`)
    .filter((root) => existsSync(new URL(`${root}/src`, import.meta.url)))
    .map((root) => {
      const text = readFileSync(new URL(`${root}/package.json`, import.meta.url), 'utf8');
      const { name } = JSON.parse(text) as { name: string };
      return {
        extends: true as const,
        root,
        test: { name, include: ['src/**/*.test.ts', 'src/**/*.test.mjs'] },
      };
    }),
);

// `module` is for bundlers alone: what it leads to need not load in Node.
const nodeConditions = defaultServerConditions.filter((condition) => condition !== 'module');

export default defineConfig({
  // Packages are tested as TypeScript source, never as what an earlier build left in dist/; others as Node resolves them.
  ssr: { resolve: { conditions: ['@polymath/source', ...nodeConditions] } },
  test: {
    environment: 'node',
    passWithNoTests: false,
    // The native engine is neither safe nor separable in worker threads: a process per test file.
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The number of threads changes the last bits of a sum, so it is the same on every machine.
    env: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3' },
    projects,
  },
});
