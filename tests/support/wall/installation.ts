// The true processes of the product, as `pnpm start` runs them, on free ports and a data folder of their own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeSmallCampaign } from './small-campaign.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface RunningProcess {
  child: ChildProcess
  /** What its `ready` message told. */
  ready: Record<string, unknown>
  /** Everything it printed so far. */
  output(): string
  /** Sends the signal and waits for the end; answers the exit code (null when the signal ended it). */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface ProcessOptions {
  dataDir: string
  env?: Record<string, string>
}

/**
 * Starts `api/main.ts` or `workers/main.ts` and waits until it is ready. Fails with what it printed when it
 * ends before.
 */
export async function startProcess(
  which: 'api' | 'workers',
  options: ProcessOptions,
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [join(root, which, 'main.ts')], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: options.dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      // All the seeds take a core and time that these tests want for other things.
      CAMPAIGN_FILE: writeSmallCampaign(options.dataDir),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  child.stderr?.on('data', (chunk) => {
    printed += chunk
  })
  const ended = once(child, 'exit')
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    child.on('message', (message: Record<string, unknown>) => {
      if (message.ready === true) resolve(message)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`${which} ended (${code ?? signal}) before it was ready:\n${printed}`)),
    )
  })
  return {
    child,
    ready,
    output: () => printed,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await ended
      }
      return child.exitCode
    },
  }
}

/** A folder that is gone after the test. */
export function makeDataDir(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'wall-data-'))
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }) }
}
