// `wall campaign`: the difference first, then the change, and the way back out of a wall.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { CampaignFile } from '@wall/db/model/campaign'
import { openStore } from '@wall/db/open-store'
import type { Store } from '@wall/db/store/store'
import { runCli } from '@wall/workers/cli/run-cli'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'

const file = {
  ...{ slug: 'test', name: 'Test', hashtags: ['tag'] },
  takeaways: [1, 2, 3].map((number) => ({ number, slug: `t${number}`, title: `Title ${number}` })),
}
const less = { ...file, takeaways: file.takeaways.slice(0, 2) }

let dataDir: string
let store: Store
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'wall-campaign-'))
  // The wall runs meanwhile.
  store = (await openStore({ dataDir })).store
  await store.saveCampaign(CampaignFile.parse(file))
})
afterEach(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function run(...words: string[]) {
  const written = { out: '', err: '' }
  const collect = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk)
        done()
      },
    })
  const io = { stdin: Readable.from([]), stdout: collect('out'), stderr: collect('err'), env: {} }
  const code = await runCli(['campaign', ...words, '--data-dir', dataDir], io)
  return { code, ...written }
}

function write(content: unknown): string {
  const path = join(dataDir, 'campaign.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function receiveUnder(takeaway: number) {
  const campaign = await store.getCampaign('test')
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  const filing = { ...makePost().filing, takeaway, by: 'rule' as const }
  await store.recordBatch(source.id, makeBatch({ posts: [makePost({ filing })] }))
}

test('what was exported and not changed is as the wall has it; renumbered it says so, and is applied when asked', async () => {
  const { out } = await run('export')
  expect(await run('import', write(out))).toMatchObject({
    code: 0,
    out: 'The campaign is as the file says.\n',
  })
  const content = CampaignFile.parse(JSON.parse(out))
  const [one, ...others] = content.takeaways
  const changed = write({ ...content, name: 'Renamed', takeaways: [...others, { ...one, number: 9 }] })
  const { out: told } = await run('import', changed)
  expect(told).toContain('Campaign: name "Test" → "Renamed"')
  expect(told).toContain('Takeaway 1 “Title 1”: number 1 → 9')
  expect(told).toContain('Order of takeaways: 2, 3, 9')
  expect(told).toContain('Nothing was changed')
  expect((await store.getCampaign('test')).name).toBe('Test')
  expect(await run('import', changed, '--apply')).toMatchObject({ code: 0, err: '' })
  const stored = await store.getCampaign('test')
  expect(stored.takeaways.map(({ id, number }) => [id, number])).toEqual([
    [2, 2],
    [3, 3],
    [1, 9],
  ])
})

test('a takeaway that goes asks where its posts go', async () => {
  await receiveUnder(3)
  const asked = await run('import', write(less), '--apply')
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('--move 3=NUMBER (or 3=unfiled)') })
  expect(asked.out).toContain('Removed: Takeaway 3 “Title 3”, posts under it: 1')
  expect((await store.getCampaign('test')).takeaways).toHaveLength(3)
  expect((await run('import', write(less), '--apply', '--move', '3=2')).code).toBe(0)
  expect((await store.findPosts([1]))[0]?.filing.takeaway).toBe(2)
})

test('posts may be left without a takeaway', async () => {
  await receiveUnder(3)
  expect((await run('import', write(less), '--apply', '--move', '3=unfiled')).code).toBe(0)
  expect((await store.findPosts([1]))[0]?.filing.takeaway).toBeNull()
})

test('a new campaign is made', async () => {
  const other = write({ ...file, slug: 'other', name: 'Other' })
  expect((await run('import', other)).out).toContain('New campaign “Other” (other), takeaways: 3')
  expect((await run('import', other, '--apply')).code).toBe(0)
  expect((await store.listCampaigns()).map(({ slug }) => slug)).toEqual(['test', 'other'])
  expect(JSON.parse((await run('export', 'other')).out)).toMatchObject({ name: 'Other' })
})

test.each([
  ['{', [], 'is not JSON'],
  [{ name: '' }, [], 'hashtags'],
  [less, ['--move', '3:5'], 'is not like --move 3=5'],
  [less, ['--move', '2=1'], 'has nothing to move'],
  [less, ['--move', '3=8'], 'the file has no takeaway 8'],
  [
    {
      ...file,
      takeaways: [
        { ...file.takeaways[0], id: 7 },
        { ...file.takeaways[1], id: 7 },
      ],
    },
    [],
    'the same id',
  ],
])('a bad file or move is told in words, and nothing is changed: %j %j', async (content, words, sentence) => {
  const { code, err } = await run('import', write(content), '--apply', ...words)
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) })
  expect((await store.getCampaign('test')).takeaways).toHaveLength(3)
})
