import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pointAtDemo, resetDemoFolder } from '@wall/api/launch/demo'
import { readLogLine } from '@wall/api/launch/log-line'
import { createRotatingFile } from '@wall/api/launch/rotating-file'
import { createSourceTeller } from '@wall/api/launch/source-words'
import type { PartStatus, SourceRow } from '@wall/db/model/source'
import { loadConfig } from '@wall/workers/config'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wall-launch-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('what the terminal says of the sources', () => {
  const part = (change: Partial<PartStatus> = {}): PartStatus => ({
    state: 'waiting',
    problem: 'unreachable',
    detail: 'network.example',
    nextTryAt: 90_000,
    since: 0,
    ...change,
  })
  const source = (stream: PartStatus, statusAt = 100): SourceRow => ({
    id: 1,
    campaignId: 1,
    kind: 'bluesky',
    name: '',
    network: null,
    settings: {},
    cursor: null,
    ...{ owner: null, fence: 0 },
    status: { parts: { stream }, lastEventAt: null, counts: {} },
    statusAt,
  })

  test('trouble is told once a minute, and its end at once', () => {
    const said: string[] = []
    let now = 50
    const tell = createSourceTeller(
      (sentence) => said.push(sentence),
      () => now,
    )
    tell([source(part())])
    tell([source(part({ nextTryAt: 91_000 }))])
    now += 60_000
    tell([source(part({ nextTryAt: 92_000 }))])
    tell([source(part({ state: 'running', problem: null }))])
    expect(said).toHaveLength(3)
    expect(said[0]).toMatch(/^bluesky stream: cannot be reached \(network\.example\); next try at .*\d:\d\d/)
    expect(said[2]).toBe('bluesky stream: running (network.example).')
  })

  test('a clock that is wrong, and a gap, are told, and go on being told when the clock is set back', () => {
    const said: string[] = []
    let now = 9 * 3_600_000
    const tell = createSourceTeller(
      (sentence) => said.push(sentence),
      () => now,
    )
    const told = (parts: Record<string, PartStatus>, statusAt: number) => {
      const row = source(part(), statusAt)
      tell([{ ...row, status: { ...row.status, parts } }])
    }
    const right = part({ state: 'running', problem: null, detail: null, nextTryAt: null })
    told({ clock: { ...right, problem: 'clock_ahead', detail: '9 h' } }, now)
    now = 100
    told({ clock: right }, now)
    told({ backfill: { ...right, state: 'off', problem: 'needs_credentials', gapSince: 50 } }, now)
    expect(said.slice(0, 2)).toEqual([
      'bluesky clock: set this machine’s clock: it is ahead of the network’s (9 h).',
      'bluesky clock: right again.',
    ])
    expect(said[2]).toMatch(
      /^bluesky backfill: off: needs an account .*\. Answers since .+ may be missing\.$/,
    )
  })

  test('what an earlier run left behind is not told', () => {
    const said: string[] = []
    createSourceTeller(
      (sentence) => said.push(sentence),
      () => 500,
    )([source(part(), 499)])
    expect(said).toEqual([])
  })
})

test('a line of a log is told apart from a crash’s output', () => {
  expect(readLogLine('{"level":30,"msg":"serving"}')).toEqual({
    message: 'serving',
    isProblem: false,
    isFatal: false,
  })
  expect(readLogLine('{"level":60,"msg":"Port taken."}')).toMatchObject({
    message: 'Port taken.',
    isFatal: true,
  })
  expect(readLogLine('SyntaxError: no')).toEqual({
    message: 'SyntaxError: no',
    isProblem: true,
    isFatal: false,
  })
})

test('a log never grows beyond its bound', () => {
  const file = join(dir, 'logs/api.log')
  const write = createRotatingFile(file)
  const line = 'x'.repeat(1024 * 1024)
  for (let count = 0; count < 14; count += 1) write(line)
  expect(readFileSync(file).length).toBeLessThan(7 * 1024 * 1024)
  expect(readFileSync(`${file}.1`).length).toBeLessThan(7 * 1024 * 1024)
})

test('the demo empties its own folder, and refuses any other', () => {
  const own = join(dir, 'demo')
  resetDemoFolder(own)
  createRotatingFile(join(own, 'a.log'))('from the last run')
  resetDemoFolder(own)
  expect(() => readFileSync(join(own, 'a.log'))).toThrow('ENOENT')
  createRotatingFile(join(dir, 'real/wall.sqlite'))('precious')
  expect(() => resetDemoFolder(join(dir, 'real'))).toThrow('holds something else')
  expect(readFileSync(join(dir, 'real/wall.sqlite'), 'utf8')).toBe('precious\n')
})

test('the demo asks nobody but its own network, whatever the settings name', () => {
  const settings = {
    ...{
      BLUESKY_IDENTIFIER: 'ana.example.org',
      BLUESKY_APP_PASSWORD: 'abcd-efgh',
      CAMPAIGN_FILE: 'mine.json',
    },
    ...{ FILING_JUDGE_URL: 'https://model.example.com/v1', FILING_JUDGE_MODEL: 'a-model' },
    ...{ FILING_JUDGE_KEY: 'a key', FILING_JUDGE_BUDGET: '5' },
  }
  const env = pointAtDemo(settings, 'ws://127.0.0.1:4000', 'http://127.0.0.1:5000')
  const config = loadConfig(env)
  expect(config).toMatchObject({ campaignFile: null, minds: { judge: null, judgeKey: '' } })
  expect(JSON.stringify(config)).not.toMatch(/example\.(?:org|com)|bsky|abcd/)
})
