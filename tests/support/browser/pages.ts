// Pages in a browser, watched while a test uses them: a refused policy, a fault of the program or a request
// to anybody else fails the test, whatever it was about.
import { ourMark } from '@wall/api/wire/mark'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** Headers of an answer that a test gives in the wall's place. */
export const marked = { [ourMark]: '1' }

export interface Pages {
  /** A page of its own in a context of its own. `cookie` is a signed-in moderator's (ModeratorClient). */
  open(path: string, options?: PageOptions): Promise<Page>
  /** A context that does not close with the test's page; its pages are watched all the same. */
  openContext(options?: PageOptions): Promise<BrowserContext>
  /** Closes all; throws what was seen that must not be. Belongs into `afterEach`. */
  close(): Promise<void>
}

export interface PageOptions extends BrowserContextOptions {
  cookie?: string
  /** Before the first page is opened. */
  route?: (context: BrowserContext) => Promise<void>
}

export function createPages(browser: Browser, origin: () => string): Pages {
  let contexts: BrowserContext[] = []
  let faults: string[] = []

  async function openContext({ cookie, route, ...options }: PageOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      ...options,
    })
    contexts.push(context)
    watch(context, origin(), (fault) => faults.push(fault))
    await route?.(context)
    if (cookie) await context.addCookies(readCookies(cookie, origin()))
    return context
  }

  return {
    openContext,
    async open(path, options) {
      const context = await openContext(options)
      const page = await context.newPage()
      await page.goto(new URL(path, origin()).href)
      return page
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      const seen = faults
      contexts = []
      faults = []
      if (seen.length > 0) throw new Error(`Seen in the pages of this test:\n${seen.join('\n')}`)
    },
  }
}

export function readCookies(cookie: string, url: string): { name: string; value: string; url: string }[] {
  return cookie.split('; ').map((pair) => {
    const cut = pair.indexOf('=')
    return { name: pair.slice(0, cut), value: pair.slice(cut + 1), url }
  })
}

/**
 * Failed requests come as console errors too, but servers may be stopped and sessions ended here; and
 * Chromium's hints on speed depend on how busy the machine is.
 */
const noFaults =
  /^(Failed to load resource|A bad HTTP response code \(50[23]\)|An unknown error occurred when fetching the script|A preload for '|The resource \S+ was preloaded)/

/** Refused policies come as console errors. */
function watch(context: BrowserContext, origin: string, report: (fault: string) => void): void {
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (/^(http|ws)/.test(protocol) && asked !== origin)
      report(`a request to another origin: ${request.url()}`)
  })
  context.on('response', (response) => {
    const { pathname } = new URL(response.url())
    // 502 is a proxy's word for a server that was stopped, 503 the server's own while it starts.
    if (
      response.status() >= 400 &&
      !pathname.startsWith('/api/') &&
      ![404, 502, 503].includes(response.status())
    )
      report(`${response.status()} for ${pathname}`)
  })
  context.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning'
    if (isBad && !noFaults.test(message.text())) report(`console: ${message.text()}`)
  })
  context.on('weberror', (fault) => report(`thrown: ${fault.error().stack ?? fault.error().message}`))
}
