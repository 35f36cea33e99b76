import { join } from 'node:path'
import { type Child, type ChildOptions, startChild } from './child.ts'
import { createRotatingFile } from './rotating-file.ts'

export interface ProcessesOptions {
  root: string
  dataDir: string
  /** What the processes see as their environment. */
  env: Record<string, string | undefined>
  say(sentence: string): void
}

export interface RunningProcesses {
  url: string
  setupLink: string | null
  /** The campaign is not, or no longer, what CAMPAIGN_FILE says. */
  isCampaignKept: boolean
  stop(): Promise<void>
  kill(): void
}

/** One of our programs under its name, with its log in the data folder. */
export function startProcess(options: ProcessesOptions, name: string, file: string): Promise<Child> {
  const { root, dataDir, env, say } = options
  const child: ChildOptions = {
    name,
    file: join(root, file),
    env: {
      // What Node compiled once is ready at the next start, which takes a quarter off it.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
      ...env,
      DATA_DIR: dataDir,
    },
    writeLog: createRotatingFile(join(dataDir, 'logs', `${name}.log`)),
    say,
    onRestart({ setupLink }) {
      // The one printed before is withdrawn: each start makes its own.
      if (typeof setupLink === 'string') say(`New link for the first administrator: ${setupLink}`)
    },
  }
  return startChild(child)
}

/**
 * Starts the two processes of the product, api and workers, as `pnpm start` does; end-to-end tests use it
 * with port 0 and a folder of their own. Throws AppError with the sentences of all that could not start;
 * nothing is left running then.
 */
export async function startProcesses(options: ProcessesOptions): Promise<RunningProcesses> {
  const [api, workers] = await startAll([
    startProcess(options, 'api', 'api/main.ts'),
    startProcess(options, 'workers', 'workers/main.ts'),
  ])
  const children = [api, workers].filter((child) => child !== undefined)
  const { url, setupLink } = api?.ready ?? {}
  return {
    url: String(url),
    setupLink: typeof setupLink === 'string' ? setupLink : null,
    isCampaignKept: workers?.ready.isCampaignKept === true,
    async stop() {
      await Promise.all(children.map((child) => child.stop()))
    },
    kill() {
      for (const child of children) child.kill()
    },
  }
}

async function startAll(starting: Promise<Child>[]): Promise<Child[]> {
  const outcomes = await Promise.allSettled(starting)
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  const faults = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  )
  if (faults.length === 0) return running
  await Promise.all(running.map((child) => child.stop()))
  throw faults.length === 1 ? faults[0] : new AggregateError(faults)
}
