// Either process is killed in turn, at random moments, again and again, while posts pour in and a moderator
// decides: what was acknowledged stays, nothing comes twice, and no event is missing. On both engines.

import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { makePostgresDatabase } from '../support/database/postgres-database.ts'
import { makeNetworkPost } from '../support/network/network-posts.ts'
import { makeDataDir, type RunningProcess, startProcess } from '../support/wall/installation.ts'
import { signUpFirst } from '../support/wall/moderator-client.ts'

/** On each engine; `KILLS=100` for the long run. */
const kills = Number(process.env.KILLS ?? 6)
const port = 20_000 + Math.floor(Math.random() * 20_000)

/** Where the processes keep what they know, and how the count at the end reads it. */
interface Ledger {
  env: Record<string, string>
  /** The only column of all rows. */
  list(statement: string): Promise<unknown[]>
  close(): Promise<void>
}

const engines: [string, (dataDir: string) => Promise<Ledger>][] = [
  ['SQLite', openFile],
  ['PostgreSQL', openDatabase],
]

const title = `kill -9 of either process, ${kills} times during a burst, loses and doubles nothing on %s`

test.each(engines)(title, { timeout: 600_000 }, async (_, openLedger) => {
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const { dataDir, remove } = makeDataDir()
  const ledger = await openLedger(dataDir)
  const env = {
    ...ledger.env,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    JETSTREAM_URLS: jetstream.url('v2'),
    BLUESKY_APPVIEW: appview.url,
    BLUESKY_CDN: appview.url,
    MEDIA_ALLOW_ORIGINS: appview.url,
  }
  const start = (which: 'api' | 'workers') => startProcess(which, { dataDir, env })
  const running: Record<'api' | 'workers', RunningProcess> = {
    api: await start('api'),
    workers: await start('workers'),
  }
  const moderator = await signUpFirst(() => env.PUBLIC_URL, String(running.api.ready.setupLink))

  const sent = new Set<string>()
  const acknowledged = new Set<number>()
  let isOver = false

  async function pour(): Promise<void> {
    for (let number = 0; !isOver; number += 1) {
      for (let count = 0; count < 5; count += 1) {
        const event = makeNetworkPost(number * 5 + count)
        sent.add(event.uri)
        appview.repository.apply(event.news)
        jetstream.emit(event.news)
      }
      await sleep(50)
    }
  }

  async function moderate(): Promise<void> {
    while (!isOver) {
      try {
        const { posts } = await moderator.listQueue('pending')
        for (const post of posts) {
          if ((await moderator.decide(post, 'approved', (post.id % 6) + 1)) === 200) acknowledged.add(post.id)
        }
      } catch {
        // The process is being killed: go on with the next.
      }
      await sleep(20)
    }
  }

  async function kill(): Promise<void> {
    for (let count = 0; count < kills; count += 1) {
      const which = count % 2 === 0 ? 'api' : 'workers'
      await sleep(Math.random() * 500)
      const ended = once(running[which].child, 'exit')
      running[which].child.kill('SIGKILL')
      await ended
      running[which] = await start(which)
    }
    isOver = true
  }

  try {
    await Promise.all([pour(), moderate(), kill()])
    const list = async (statement: string) => (await ledger.list(statement)).map(Number)
    const countPosts = async () => (await list('SELECT count(*) FROM post'))[0]
    await expect.poll(countPosts, { timeout: 60_000, interval: 200 }).toBe(sent.size)

    expect(new Set(await ledger.list('SELECT uri FROM post'))).toEqual(sent)
    const seqs = await list('SELECT seq FROM event ORDER BY seq')
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect(await list("SELECT count(*) FROM event WHERE kind = 'post_arrived'")).toEqual([sent.size])

    const approved = await list("SELECT id FROM post WHERE standing = 'approved'")
    expect(approved).toEqual(expect.arrayContaining([...acknowledged]))
    const decisions = await list("SELECT post_id FROM decision WHERE kind = 'approve'")
    expect(decisions.length).toBe(new Set(decisions).size)
    expect(new Set(decisions)).toEqual(new Set(approved))
    expect(acknowledged.size).toBeGreaterThan(0)
  } finally {
    isOver = true
    await Promise.all([running.api.stop(), running.workers.stop()])
    await jetstream.close()
    await appview.close()
    await ledger.close()
    remove()
  }
})

async function openFile(dataDir: string): Promise<Ledger> {
  const read = <T>(run: (file: BetterSqlite3.Database) => T): T => {
    const file = new BetterSqlite3(join(dataDir, 'wall.sqlite'), { readonly: true })
    try {
      return run(file)
    } finally {
      file.close()
    }
  }
  return {
    env: {},
    list: async (statement) => read((file) => file.prepare(statement).pluck().all()),
    close: async () => expect(read((file) => file.pragma('integrity_check', { simple: true }))).toBe('ok'),
  }
}

async function openDatabase(): Promise<Ledger> {
  const { url, query, drop } = await makePostgresDatabase()
  return {
    env: { DATABASE_URL: url },
    list: async (statement) => (await query(statement)).flatMap((row) => Object.values(row)),
    close: drop,
  }
}
