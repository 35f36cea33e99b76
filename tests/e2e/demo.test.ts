// `pnpm demo` as people meet it. It is one machine's, and keeps away from any database that is named.
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser/browser.ts'
import { createPages } from '../support/browser/pages.ts'
import { startDemo } from '../support/wall/demo.ts'
import { makeDataDir } from '../support/wall/installation.ts'
import { launch } from '../support/wall/launcher.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('the demo opens with approved posts, and its link signs in', { timeout: 120_000 }, async () => {
  const demo = await startDemo()
  try {
    const pages = createPages(browser, () => demo.url)
    const wall = await pages.open('/')
    await wall.getByRole('article').first().waitFor()
    expect(await wall.getByRole('article').count()).toBeGreaterThan(20)
    const link = new URL(demo.signInLink)
    const desk = await pages.open(link.pathname + link.hash)
    await desk.waitForURL('**/moderate')
    await desk.getByRole('button', { name: /^Approve( under \d)?$/ }).waitFor()
    expect(desk.url()).not.toContain('demo=')
    // The same words for anybody else's account would make who is signed in here somebody else: not unasked.
    const made = { email: 'eve@example.org', password: 'words that somebody else chose' }
    const other = `/sign-in#demo=${Buffer.from(JSON.stringify(made)).toString('base64url')}`
    const asked = await desk.context().newPage()
    await asked.goto(new URL(other, demo.url).href)
    await asked.getByText('signs you in to the demo as eve@example.org').waitFor()
    await asked.getByRole('button', { name: 'Stay signed in' }).click()
    await asked.waitForURL('**/moderate')
    await asked.close()
    // The demo itself still approves its opening posts: a key for one of those is stopped, and the next one
    // counts.
    const approveOne = async () => {
      await desk.keyboard.press('a')
      return desk.getByText(/Approved( under \d)?\. Now: /).count()
    }
    await expect.poll(approveOne, { timeout: 20_000, interval: 300 }).toBe(1)
    await pages.close()
  } finally {
    expect(await demo.stop()).toBe(0)
  }
})

test('the demo empties only its own folder', async () => {
  const folder = makeDataDir()
  const database = new BetterSqlite3(join(folder.dataDir, 'wall.sqlite'))
  database.exec('CREATE TABLE precious (x)')
  database.close()
  const started = launch({ DATA_DIR: folder.dataDir }, ['--demo'])
  expect(await started.ended).toBe(1)
  expect(started.output()).toContain('Give DATA_DIR another')
  const kept = new BetterSqlite3(join(folder.dataDir, 'wall.sqlite'), { readonly: true })
  expect(kept.prepare('SELECT count(*) FROM precious').pluck().get()).toBe(0)
  kept.close()
  folder.remove()
})
