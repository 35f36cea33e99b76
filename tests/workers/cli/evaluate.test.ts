import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CampaignContent } from '@wall/db/model/campaign'
import { openStore } from '@wall/db/open-store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runWall } from '../../support/command-line.ts'
import { makePostgresDatabase } from '../../support/database/postgres-database.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wall-evaluate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const content = CampaignContent.parse({
  ...{ slug: 'own', name: 'Own campaign', hashtags: ['own'] },
  takeaways: [
    {
      ...{ number: 1, slug: 'water', title: 'Rivers and lakes' },
      examples: ['We swam in the river', 'Lakes are for everybody'],
    },
    {
      ...{ number: 2, slug: 'wood', title: 'Forests and trees' },
      examples: ['A walk in the forest', 'Zinnias, asters, tulips and roses by the lake'],
    },
  ],
})
/** Nine of ten are right: the last one's words say something else than its label. */
const posts = [
  ...['The river is clean', 'Boats on the lakes', 'Our river runs', 'Rivers, lakes'].map((text) => [text, 1]),
  ...['The forest is old', 'Climb trees', 'Forest walks', 'Trees and forests'].map((text) => [text, 2]),
  ['Thank you for the link', null],
  ['Forests of trees', 1],
].map(([text, takeaway]) => ({ text, takeaway, lang: 'en' }))

const save = (name: string, ...lines: unknown[]) => {
  const file = join(folder, name)
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )
  return file
}
const saveCampaign = () => save('campaign.json', content)
const evaluate = async (words: string[], env: Record<string, string> = {}) => {
  const { code, text, err } = await runWall(['evaluate', ...words], [], env)
  const json = words.includes('--json') && code === 0 ? JSON.parse(text) : undefined
  return { code, text, err, json, figures: json?.evaluations[0] }
}

test('the figures are those that a hand gets, from the seeds and after decisions', async () => {
  const file = save('posts.jsonl', ...posts)
  const { code, json, err } = await evaluate([file, '--campaign', saveCampaign(), '--json'])
  expect(code).toBe(0)
  expect(json).toMatchObject({ posts: 10, faults: 0, seedsLeftOut: 0 })
  const [seedsAlone, after] = json.evaluations
  expect(seedsAlone).toMatchObject({
    decisions: 0,
    model: { posts: 10, top1: 8 / 9, top3: 1, languages: { en: { posts: 9, top1: 8 / 9 } } },
    confusion: {
      places: [1, 2, null],
      counts: [
        [4, 1, 0],
        [0, 4, 0],
        [0, 0, 1],
      ],
    },
  })
  // Eight were asked for; half of five, four and one is two, two and none.
  expect(after).toMatchObject({
    decisions: 8,
    learnt: [
      { place: 1, decisions: 2 },
      { place: 2, decisions: 2 },
      { place: null, decisions: 0 },
    ],
    model: { posts: 6 },
  })
  expect(err.trim().split('\n').at(-1)).toBe('model 6 of 6')
})

test('for people it is a table, and --decisions asks for others', async () => {
  const file = save('posts.jsonl', ...posts)
  const { text } = await evaluate([file, '--campaign', saveCampaign()])
  expect(text).toContain('10 posts, each judged by a model that did not learn from it')
  expect(text).toContain('FROM THE SEEDS ALONE')
  expect(text).toMatch(/best takeaway is right +88\.9 % /)
  expect(text).toContain('AFTER 4 DECISIONS: 8 FOR EACH TAKEAWAY AND FOR NONE, BUT NEVER MORE THAN HALF')
  const one = await evaluate([file, '--campaign', saveCampaign(), '--decisions', '1'])
  expect(one.text).not.toContain('FROM THE SEEDS ALONE')
  expect(one.text).toContain(
    'AFTER 2 DECISIONS: 1 FOR EACH TAKEAWAY AND FOR NONE, BUT NEVER MORE THAN HALF OF THE POSTS (none: 0)',
  )
  const none = await evaluate([file, '--campaign', saveCampaign(), '--decisions', '0', '--json'])
  expect(none.json.evaluations).toHaveLength(1)
})

test('seeds that say the same as a post are told and not learnt from', async () => {
  const campaign = saveCampaign()
  const judgeOne = (name: string, text: string) =>
    evaluate([save(name, { text, takeaway: 2 }), '--campaign', campaign, '--json'])
  const other = await judgeOne('b.jsonl', 'Zinnias, asters, tulips, roses and many more by the lake')
  expect(other.json.seedsLeftOut).toBe(0)
  expect(other.figures.model.top1).toBe(1)
  // The only seed that knows the flowers is the post itself; without it the lake decides.
  const same = await judgeOne('a.jsonl', 'ZINNIAS! Asters, tulips and roses, by the lake')
  expect(same.json.seedsLeftOut).toBe(1)
  expect(same.figures.model.top1).toBe(0)
  expect(same.err).toContain('Seeds that say the same as posts of this file, and are not learnt from: 1\n')
})

test('what pictures show counts', async () => {
  const lines = [
    { text: '#own', alts: ['A clean river'], takeaway: 1 },
    { text: '', alts: ['Forest'], takeaway: 2 },
  ]
  const { figures } = await evaluate([save('posts.jsonl', ...lines), '--campaign', saveCampaign(), '--json'])
  expect(figures.model).toMatchObject({ posts: 2, top1: 1 })
})

test('broken lines are told by number and left out, twenty of them at most', async () => {
  const file = save('posts.jsonl', '{"text":', { text: 'a river', takeaway: 7 }, ...posts)
  const { code, json, err } = await evaluate([
    file,
    '--campaign',
    saveCampaign(),
    '--decisions',
    '0',
    '--json',
  ])
  expect(code).toBe(0)
  expect(json).toMatchObject({ posts: 10, faults: 2 })
  expect(err).toMatch(
    /^line 1: this line is not JSON: .*; left out\nline 2: the campaign has no takeaway 7; left out\n/,
  )
  const many = save('many.jsonl', ...Array(25).fill('x'), posts[0])
  const { err: long } = await evaluate([many, '--campaign', saveCampaign(), '--decisions', '0'])
  expect(long).toContain('line 20: ')
  expect(long).not.toContain('line 21: ')
  expect(long).toContain('… and 5 more lines were left out')
})

test('a file that is missing, empty or without a post is told in a sentence', async () => {
  const campaign = saveCampaign()
  for (const [file, sentence] of [
    [join(folder, 'none.jsonl'), /none\.jsonl cannot be read\. Check the name\.\n$/],
    [folder, /cannot be read\. Check the name\.\n$/],
    [
      save('empty.jsonl'),
      /No line of .*empty\.jsonl is a post with its takeaway, so there is nothing to measure\.\n$/,
    ],
    [save('broken.jsonl', 'x', '7'), /^line 1: .*\nline 2: .*\nNo line of .*nothing to measure\.\n$/],
  ] as const) {
    const { code, text, err } = await evaluate([file, '--campaign', campaign])
    expect({ code, text }).toEqual({ code: 2, text: '' })
    expect(err).toMatch(sentence)
  }
})

test.each([
  [[], /Name one file of posts/],
  [['a', 'b'], /Name one file of posts/],
  [['a', '--decisions', 'many'], /whole number from 0 to 1000/],
  [['a', '--decisions', '1001'], /whole number from 0 to 1000/],
  [['a', '--fast'], /It takes a file, --data-dir, --campaign, --decisions and --json\./],
  [['a', '--campaign', 'b', '--data-dir', 'c'], /not both/],
])('%j makes no sense and says so', async (words, sentence) => {
  const { code, text, err } = await evaluate(words)
  expect({ code, text }).toEqual({ code: 2, text: '' })
  expect(err).toMatch(sentence)
})

/** A wall whose team knows what flowers speak to, even by the river. */
async function openWall(place: { dataDir: string; databaseUrl?: string }, hasSeeds = true) {
  const { engine, store } = await openStore(place)
  const { campaign } = await store.saveCampaign(content)
  await engine.transaction(async ({ db }) => {
    const at = new Date(0)
    const row = {
      id: 'ana',
      name: 'Ana',
      email: 'ana@example.org',
      emailVerified: false,
      role: 'admin' as const,
    }
    await db.insert(engine.tables.user).values({ ...row, createdAt: at, updatedAt: at })
  })
  const seeds = {
    takeaways: [
      { id: 1, examples: ['We swam in the lake'], keywords: [] },
      {
        id: 2,
        examples: ['Dahlias and roses grow by the river', 'Tulips and dahlias along the river'],
        keywords: [],
      },
    ],
    none: ['Thank you'],
  }
  if (hasSeeds) await store.saveSeeds({ campaignId: campaign.id, version: 0, seeds, userId: 'ana' })
  return store
}
const dahlia = () => save('posts.jsonl', { text: 'Dahlias, tulips and roses by the river', takeaway: 2 })

test('a team judges the seeds that it saved, while its wall runs, and nothing is written', async () => {
  const dataDir = join(folder, 'data')
  const store = await openWall({ dataDir })
  try {
    const before = readFileSync(join(dataDir, 'wall.sqlite'))
    const { code, figures, err } = await evaluate([dahlia(), '--data-dir', dataDir, '--json'])
    expect(code).toBe(0)
    expect(figures.model.top1).toBe(1)
    expect(err).toContain('Judged: the seeds of “Own campaign”, as its team saved them\n')
    expect(readFileSync(join(dataDir, 'wall.sqlite')).equals(before)).toBe(true)
    const shipped = await evaluate([dahlia(), '--campaign', saveCampaign(), '--json'])
    expect(shipped.figures.model.top1).toBe(0)
  } finally {
    await store.close()
  }
})

test('a wall whose team saved no seeds is judged by its campaign’s own', async () => {
  const dataDir = join(folder, 'data')
  await (await openWall({ dataDir }, false)).close()
  const { figures, err } = await evaluate([dahlia(), '--data-dir', dataDir, '--json'])
  expect(figures.confusion.places).toEqual([1, 2, null])
  expect(figures.model.top1).toBe(0)
  expect(err).toContain('the seeds that come with “Own campaign”: its team has saved none\n')
})

test('a wall on PostgreSQL is found by DATABASE_URL, and a campaign file goes before it', async () => {
  const database = await makePostgresDatabase()
  const env = { DATABASE_URL: database.url }
  try {
    const empty = await evaluate([dahlia()], env)
    expect(empty.code).toBe(2)
    expect(empty.err).toMatch(/holds no wall\. Check DATABASE_URL\.\n$/)
    expect(await database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
    await (await openWall({ dataDir: folder, databaseUrl: database.url })).close()
    const { code, figures } = await evaluate([dahlia(), '--json'], env)
    expect({ code, top1: figures?.model.top1 }).toEqual({ code: 0, top1: 1 })
    const file = await evaluate([dahlia(), '--campaign', saveCampaign(), '--json'], env)
    expect(file.figures.model.top1).toBe(0)
  } finally {
    await database.drop()
  }
})

test('a folder without a wall is told and stays as it is', async () => {
  const wrong = join(folder, 'wrong')
  const missing = await evaluate([dahlia(), '--data-dir', wrong])
  expect(missing.code).toBe(2)
  expect(missing.err).toContain(`There is no wall in ${wrong}. Give its data folder with --data-dir.`)
  expect(existsSync(wrong)).toBe(false)
})
