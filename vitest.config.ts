import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const exclude = [...configDefaults.exclude, '**/.syncline/**'];
const clusterFolder = 'packages/store/src/testing/clusterFolder.ts';

/** `pnpm test:long` plays proofs so large that each needs the machine to itself. */
const isLong = process.env.SYNCLINE_LONG === '1';

/** They hold the product to a time, which another file beside them would spoil. */
const timed = [
  'test/system/{capture,failedRecords,postgresRead,sharedWork}.test.ts',
  'test/proofs/scenario15.test.ts',
];

/**
 * Kinds of tests, slowest last. `unit` files sit beside their source and share nothing but a database server for
 * each worker, where every file has a database of its own; a component test asks for a DOM itself with
 * `// @vitest-environment happy-dom`. `system` tests and `proofs` start whole processes, which mostly wait: two files
 * run at a time, each with its own ports, folders and databases. The few that promise a time run alone, in `timed`.
 * `browser` files run one after the other, so that no page waits for the browser of another file. Left to itself
 * vitest keeps one processor free, which on a small machine is half of it: hence `maxWorkers`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: './apps/editor/vite-plugins/forTests.ts',
        test: {
          name: 'unit',
          exclude: [...exclude, ...timed],
          include: [
            'packages/**/src/**/*.test.ts',
            'apps/**/src/**/*.test.{ts,tsx}',
            'apps/cli/bootstrap/*.test.ts',
            'test/architecture.test.ts',
          ],
          globalSetup: clusterFolder,
          environment: 'node',
          maxWorkers: Math.max(2, availableParallelism()),
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'system',
          exclude: [...exclude, ...timed],
          include: ['test/system/**/*.test.ts'],
          environment: 'node',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'proofs',
          exclude: [...exclude, ...timed],
          include: ['test/proofs/**/*.test.ts'],
          globalSetup: clusterFolder,
          environment: 'node',
          maxWorkers: isLong ? 1 : 2,
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
      {
        test: {
          name: 'timed',
          exclude,
          include: timed,
          globalSetup: clusterFolder,
          environment: 'node',
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
