import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const serial = ['tests/e2e/**/*.test.ts', 'tests/faults/**/*.test.ts']

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    pool: 'forks',
    globalSetup: 'tests/support/postgres-server.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...serial],
          maxWorkers: 2,
          testTimeout: 10_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Whole systems with a browser, a network or a killed process: one file at a time, after the others.
        extends: true,
        test: {
          name: 'e2e',
          include: serial,
          globalSetup: ['tests/support/build-pages.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
