import { configDefaults, defineConfig } from 'vitest/config';

const exclude = [...configDefaults.exclude, '**/.syncline/**'];

/**
 * Three kinds of tests, slowest last. `unit` files sit beside their source and share nothing; a component test
 * asks for a DOM itself with `// @vitest-environment happy-dom`. `system` and `browser` tests start whole
 * processes, so their files run one after the other: timings stay honest on a small machine.
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: './apps/editor/vite-plugins/forTests.ts',
        test: {
          name: 'unit',
          exclude,
          include: [
            'packages/**/src/**/*.test.ts',
            'apps/**/src/**/*.test.{ts,tsx}',
            'apps/cli/bootstrap/*.test.ts',
            'test/architecture.test.ts',
          ],
          globalSetup: 'packages/store/src/testing/clusterFolder.ts',
          environment: 'node',
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'system',
          exclude,
          include: ['test/system/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'proofs',
          exclude,
          include: ['test/proofs/**/*.test.ts'],
          globalSetup: 'test/proofs/harness/cluster.ts',
          environment: 'node',
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'browser',
          exclude,
          include: ['test/browser/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
