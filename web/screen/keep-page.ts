import { isServed } from '../lib/reload.ts'

const settleMs = 10_000
const script = '/screen-worker.js'

/** Has the browser keep this page and its files, so that a restart without a network still opens it. */
export function keepPage(): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined
  // By then the fonts and parts this screen needs have been fetched, and their names are known.
  let timer = window.setTimeout(tryKeep, settleMs)
  return () => window.clearTimeout(timer)

  /** Just then the server may be away: until it is kept, the next restart would find nothing. */
  async function tryKeep(): Promise<void> {
    timer = window.setTimeout(tryKeep, settleMs)
    if (await register()) window.clearTimeout(timer)
  }
}

/** Whether it could be asked for. */
async function register(): Promise<boolean> {
  try {
    const known = await navigator.serviceWorker.getRegistration('/screen')
    // Browsers ask for the script by themselves and complain loudly when nobody, or somebody else, answers.
    if (!(await isServed(script))) return false
    if (!known) await navigator.serviceWorker.register(script, { scope: '/screen' })
    const registration = await navigator.serviceWorker.ready
    registration.active?.postMessage({ keep: listFiles() })
    return true
  } catch {
    // Plain http on another machine, or a browser that forbids it: the screen works, only not after such a
    // restart.
    return false
  }
}

function listFiles(): string[] {
  const names = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
  const files = names.filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'))
  return [...new Set(files.map((url) => url.pathname))]
}
