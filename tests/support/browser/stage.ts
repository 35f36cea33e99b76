import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import { type RunningWall, startWall } from '../wall/running-wall.ts'
import { shareBrowser } from './browser.ts'
import { createPages, type Pages } from './pages.ts'

/**
 * True on several nodes, except with `test:nodes`, which leaves nothing out: for `skipIf` of tests that no
 * number of nodes can break, such as those of layout, of keys, and of what a browser does by itself. On one
 * node they run anyhow.
 */
export const isTriedOnOneNode = inject('nodes') > 1 && process.env.TEST_NODES !== 'all'

/** What a file of browser tests stands on. There from the first `beforeAll` after it on. */
export interface Stage {
  readonly wall: RunningWall
  readonly browser: Browser
  /** Closed after each test, which fails with what they saw. */
  readonly pages: Pages
}

/** Registers with vitest: one wall for the whole file, and the browser that the files of a process share. */
export function useStage(start: () => Promise<RunningWall> = startWall): Stage {
  let wall: RunningWall | undefined
  let browser: Browser | undefined
  let pages: Pages | undefined
  const there = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The stage is not there yet: use it in tests and hooks.')
    return part
  }

  beforeAll(async () => {
    wall = await start()
    browser = await shareBrowser()
    pages = createPages(browser, () => there(wall).url)
  })
  afterEach(() => pages?.close())
  afterAll(async () => {
    await wall?.close()
  })
  return {
    get wall() {
      return there(wall)
    },
    get browser() {
      return there(browser)
    },
    get pages() {
      return there(pages)
    },
  }
}
