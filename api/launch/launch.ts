import { AppError } from '@wall/db/model/error'
import { openStore } from '@wall/db/open-store'
import type { Store } from '@wall/db/store/store'
import { buildWeb } from './build-web.ts'
import { makeDataFolder } from './data-folder.ts'
import {
  createDemoUser,
  decideOpening,
  demoLink,
  pointAtDemo,
  readOpeningDecisions,
  resetDemoFolder,
} from './demo.ts'
import { type ProcessesOptions, startProcess, startProcesses } from './processes.ts'
import { checkSettings } from './settings.ts'
import { createSourceTeller } from './source-words.ts'
import type { Terminal } from './terminal.ts'

export interface LaunchOptions {
  root: string
  env: Record<string, string | undefined>
  isDemo: boolean
  terminal: Terminal
  /** Whatever is started is put here at once, so that it can be stopped at any time. */
  running: { stop(): Promise<void>; kill(): void }[]
  signal: AbortSignal
}

/** Everything from the first check to a running wall. Throws AppError with a sentence when it can't be. */
export async function launch(options: LaunchOptions): Promise<void> {
  const { root, isDemo, terminal, running, signal } = options
  const { say } = terminal
  const { config, faults } = await checkSettings(root, options.env)
  if (faults.length > 0) throw new AppError('invalid', faults.join('\n'))
  const { dataDir } = config
  if (isDemo) resetDemoFolder(dataDir)
  await buildWeb(root, say)

  // Brought up to date once, before two processes open it.
  makeDataFolder(dataDir)
  const { store } = await openStore({ ...config, databasePool: 2 })
  running.push({ stop: () => store.close(), kill() {} })
  const basics: ProcessesOptions = { root, dataDir, env: options.env, say }
  const demo = isDemo ? await startDemo(basics, store, running) : undefined
  const tellSources = createSourceTeller(say, Date.now)
  const processes = await startProcesses(demo ? { ...basics, env: demo.env } : basics)
  running.unshift(processes)
  if (signal.aborted) return void (await processes.stop())

  printAddresses(terminal, processes.url)
  if (processes.setupLink) {
    terminal.title('Make the first administrator (works once, for a day)')
    say(`  ${processes.setupLink}`)
  }
  if (processes.isCampaignKept) {
    terminal.title('The campaign is not the one in CAMPAIGN_FILE')
    say('  It was changed since and stays as it is. What differs: npx pnpm wall campaign import FILE')
  }
  if (demo) {
    terminal.title('Moderate the demo, signed in')
    say(`  ${demoLink(processes.url, demo.user)}`)
  }
  say(`\nLogs: ${dataDir}/logs   Stop: Ctrl-C\n`)
  followSources(store, tellSources, signal)
  if (demo) await decideOpening(store, demo.decisions, demo.user, signal)
}

function printAddresses(terminal: Terminal, url: string): void {
  terminal.title('Takeaway Wall')
  terminal.list([
    ['wall', `${url}/`],
    ['screen', `${url}/screen`],
    ['moderate', `${url}/moderate`],
    ['team', `${url}/team`],
    ['filing', `${url}/filing`],
  ])
}

function followSources(store: Store, tell: ReturnType<typeof createSourceTeller>, signal: AbortSignal): void {
  const timer = setInterval(() => {
    // What the database has against it, its own processes say.
    store.listSources().then(tell, () => {})
  }, 1000)
  signal.addEventListener('abort', () => clearInterval(timer))
}

/** The demo's own network and account; the processes are pointed at that network, and at nothing else. */
async function startDemo(options: ProcessesOptions, store: Store, running: LaunchOptions['running']) {
  const network = await startProcess(options, 'demo', 'workers/demo/main.ts')
  running.unshift(network)
  const { jetstreamUrl, appviewUrl, openingDecisions } = network.ready
  return {
    user: await createDemoUser(store),
    decisions: readOpeningDecisions(openingDecisions),
    env: pointAtDemo(options.env, String(jetstreamUrl), String(appviewUrl)),
  }
}
