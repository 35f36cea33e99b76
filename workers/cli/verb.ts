import type { Readable, Writable } from 'node:stream'

/** Where a verb reads and writes: the process's own streams, or a test's. */
export interface Io {
  stdin: Readable
  stdout: Writable
  stderr: Writable
  /** The environment: which data folder, and where people reach it. */
  env: Readonly<Record<string, string | undefined>>
}

/** One thing that `pnpm wall` can do. */
export interface Verb {
  /** One line for the list of verbs. */
  summary: string
  /** All that `--help` shows. */
  help: string
  /**
   * Resolves to the exit code. An AppError thrown is shown as its sentence, with exit code 2 when it is
   * `invalid`, else 1.
   */
  run(options: string[], io: Io): Promise<number>
}
