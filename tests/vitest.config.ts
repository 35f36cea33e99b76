import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const browser = 'tests/e2e/**/*.test.ts'
/**
 * Where people meet each other's work, and nodes go and come back; of these files, what nodes can break.
 * `pnpm test:nodes` runs all, which takes some minutes more.
 */
const onNodes = process.env.TEST_NODES === 'all' ? browser : 'tests/e2e/{moderate,screen}.test.ts'
const wholeSystems = [browser, 'tests/faults/**/*.test.ts']
/** Each file has its own processes and database, so no test minds others beside it. */
const whole = {
  globalSetup: ['tests/support/browser/build-pages.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    pool: 'forks',
    // Files of one process share what they import: nothing is mocked, and whoever takes the clock gives it
    // back.
    isolate: false,
    // Whole systems wait for each other much of the time: with two files at a time a third of two cores is
    // idle.
    maxWorkers: 3,
    // A limit and no measure: on a busy machine everything takes longer.
    expect: { poll: { timeout: 30_000 } },
    globalSetup: 'tests/support/database/postgres-server.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...wholeSystems],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...whole,
          name: 'e2e',
          include: wholeSystems,
          provide: { nodes: 1 },
        },
      },
      {
        // The same pages on two api and two worker processes over one PostgreSQL.
        extends: true,
        test: {
          ...whole,
          name: 'nodes',
          include: [onNodes],
          // These bring their own nodes or server, or are one machine's.
          exclude: ['**/node_modules/**', 'tests/e2e/{between-nodes,many-nodes,demo,screen-fits}.test.ts'],
          provide: { nodes: 2 },
        },
      },
    ],
  },
})
