import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { followCredentials, loadConfig } from '@wall/workers/config'
import { readCampaign } from '@wall/workers/read-campaign'
import { createSecretFiles } from '@wall/workers/secret-files'
import { sources } from '@wall/workers/sources/index'
import type { Source } from '@wall/workers/sources/source'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wall-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('an app password', () => {
  const source = sources.bluesky as Source
  const env = { BLUESKY_IDENTIFIER: 'a.example', BLUESKY_APP_PASSWORD: 'first' }
  const write = (password: string) =>
    writeFileSync(join(folder, '.env'), `BLUESKY_IDENTIFIER=a.example\nBLUESKY_APP_PASSWORD=${password}\n`)

  test('that came from the file is read anew from it', () => {
    write('first')
    const credentials = followCredentials(source, env, join(folder, '.env'))
    expect(credentials.appPassword).toBe('first')
    write('second')
    expect(credentials.appPassword).toBe('second')
  })

  test('that was not there at the start may come', () => {
    const credentials = followCredentials(source, {}, join(folder, '.env'))
    expect(credentials.appPassword).toBeUndefined()
    write('second')
    expect([credentials.identifier, credentials.appPassword]).toEqual(['a.example', 'second'])
  })

  test('that the environment itself gives stays, whatever the file says', () => {
    write('other')
    const credentials = followCredentials(source, env, join(folder, '.env'))
    write('second')
    expect(credentials.appPassword).toBe('first')
  })
})

describe('the environment', () => {
  test('nothing need be set', () => {
    const config = loadConfig({})
    expect(config).toMatchObject({ campaignFile: null, logLevel: 'info', recheckMs: 900_000 })
    expect(config.dataDir).toMatch(/data$/)
    expect(JSON.stringify(config.sources)).toContain('wss://jetstream.us-west.bsky.network')
  })

  test('all faults come at once, in words, and no secret is repeated', () => {
    const env = {
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'postgres://wall:hunter2@db.example.org/',
      DATABASE_POOL: 'many',
      RECHECK_MINUTES: 'often',
      JETSTREAM_URLS: 'http://a.example.com, ws://b.example.com/subscribe',
      BLUESKY_SERVICE: 'bsky.social',
      BLUESKY_APP_PASSWORD: 'abcd-efgh',
    }
    const message = catchMessage(() => loadConfig(env))
    expect(message).not.toContain('hunter2')
    for (const part of [
      'LOG_LEVEL',
      'DATABASE_URL does not name a database',
      'DATABASE_POOL is not a number of connections: give one from 2 to 500',
      'RECHECK_MINUTES',
      'http://a.example.com',
      'ws://b.example.com',
      'BLUESKY_SERVICE',
      'BLUESKY_IDENTIFIER is not',
    ]) {
      expect(message).toContain(part)
    }
    expect(message).not.toContain('abcd-efgh')
  })

  test('what the network is asked, and the password, go over encrypted ways only', () => {
    const message = catchMessage(() =>
      loadConfig({ BLUESKY_SERVICE: 'http://pds.example.com', BLUESKY_APPVIEW: 'http://10.0.0.1' }),
    )
    expect(message).toMatch(/BLUESKY_SERVICE .*https/)
    expect(message).toMatch(/BLUESKY_APPVIEW .*https/)
    expect(() => loadConfig({ BLUESKY_SERVICE: 'http://127.0.0.1:2583' })).not.toThrow()
  })

  test('credentials stay apart from what is stored', () => {
    const { sources } = loadConfig({
      BLUESKY_IDENTIFIER: '@team.example.com',
      BLUESKY_APP_PASSWORD: 'abcd-efgh',
    })
    const [setup] = Object.values(sources)
    expect(setup?.credentials).toEqual({ identifier: 'team.example.com', appPassword: 'abcd-efgh' })
    expect(JSON.stringify(setup?.settings)).not.toContain('abcd')
  })
})

describe('a campaign file', () => {
  const write = (text: string) => {
    const file = join(folder, 'campaign.json')
    writeFileSync(file, text)
    return file
  }

  test('is read', async () => {
    const file = write(JSON.stringify({ name: 'A campaign', hashtags: ['#tag'], takeaways: [] }))
    expect(await readCampaign(file)).toMatchObject({ name: 'A campaign', hashtags: ['tag'] })
  })

  test('that is missing, no JSON or no campaign is told in words', async () => {
    await expect(readCampaign(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('can’t be read'),
    })
    await expect(readCampaign(write('{'))).rejects.toMatchObject({
      message: expect.stringContaining('not JSON'),
    })
    const wrong = readCampaign(write(JSON.stringify({ name: '', hashtags: [], takeaways: [{ number: 0 }] })))
    await expect(wrong).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/hashtags[\s\S]*takeaways/),
    })
  })
})

test('a secret is kept in a file that only its owner may read', async () => {
  const secrets = createSecretFiles(join(folder, 'data'))
  expect(await secrets.read('session')).toBeNull()
  await secrets.write('session', '{"a":1}')
  expect(await secrets.read('session')).toBe('{"a":1}')
  expect(statSync(join(folder, 'data', 'session.json')).mode & 0o777).toBe(0o600)
  await secrets.write('session', null)
  expect(await secrets.read('session')).toBeNull()
})

function catchMessage(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return ''
}
