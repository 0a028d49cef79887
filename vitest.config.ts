import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{core,io,worker,properties,repository,scenarios,commands,deploy,load,preflight,evaluation,meaning,training,fuzz}/**/*.test.ts',
            'test/chaos/**/*.test.ts',
            'test/*.test.ts',
          ],
          exclude: ['test/chaos/slice.test.ts', 'test/chaos/cut-*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/chaos/cut-*.test.ts'],
          globalSetup: ['test/integration/stack-for-tests.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        // A cluster of three and all kinds of faults: alone, after the other projects.
        test: {
          name: 'chaos',
          include: ['test/chaos/slice.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Minutes of brokers, one stack at a time: `npm run test:long`.
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
