// What the documents say is held against the program: whoever adds a setting, a verb or an address adds its
// words.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createMetrics } from '@wall/api/health/metrics'
import { CampaignFile } from '@wall/db/model/campaign'
import { errorCodes } from '@wall/db/model/error'
import { verbs } from '@wall/workers/cli/verbs'
import { sources } from '@wall/workers/sources/index'
import { expect, test } from 'vitest'
import { openTestApi } from './support/wall/open-test-api.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })].sort()
const operating = read('docs/operating.md')
const sourcesPage = read('docs/sources.md')
const isNamed = (page: string, word: string) => page.includes(`\`${word}\``)

/** Node's own, the shell's and the package manager's names are none of ours to explain. */
const notSettings = new Set(['PATH', 'NO_COLOR', 'TMPDIR', 'LD_LIBRARY_PATH', 'HOME', 'NODE_ENV', 'CI'])

test('every setting that the program reads is explained', () => {
  const files = globSync(['{api,db,workers}/**/*.ts', 'tests/support/**/*.ts'], { cwd: root }).filter(
    (file) => !file.includes('node_modules'),
  )
  const names = new Set(files.flatMap((file) => findSettings(read(file))))
  for (const known of ['PORT', 'DATA_DIR', 'CAMPAIGN_FILE', 'BLUESKY_APP_PASSWORD', 'DEMO_INTERVAL_MS'])
    expect(names).toContain(known)
  expect([...names].filter((name) => !notSettings.has(name) && !isNamed(operating, name))).toEqual([])
})

test('every setting that is explained is read', () => {
  const tables = operating.slice(operating.indexOf('## Settings'), operating.indexOf('## The data folder'))
  const explained = [...tables.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] ?? '')
  expect(explained.length).toBeGreaterThan(15)
  const code = globSync(['{api,workers,tests}/**/*.ts'], { cwd: root })
    .filter((file) => !file.includes('node_modules') && !file.endsWith('docs.test.ts'))
    .map(read)
    .join('\n')
  expect(explained.filter((name) => !code.includes(name))).toEqual([])
})

test('every kind of source has its chapter', () => {
  const headings = [...sourcesPage.matchAll(/^## (.+)$/gm)].map((match) => match[1]?.toLowerCase())
  expect(Object.keys(sources).filter((kind) => !headings.includes(kind))).toEqual([])
})

test('every error code is explained', () => {
  expect(errorCodes.filter((code) => !operating.includes(`| \`${code}\` |`))).toEqual([])
})

test('every verb of the command line is explained, with all its options', async () => {
  for (const [name, load] of Object.entries(verbs)) {
    const pages = `${operating}\n${sourcesPage}`
    expect(pages, name).toContain(`wall ${name}`)
    const options = [...(await load()).help.matchAll(/^ {2}(--[a-z-]+)/gm)].map((match) => match[1] ?? '')
    expect(
      options.filter((option) => !pages.includes(option)),
      name,
    ).toEqual([])
  }
})

test('every script is explained', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const pages = `${operating}\n${read('CONTRIBUTING.md')}`
  const isExplained = (name: string) => pages.includes(`pnpm@12 ${name}`) || isNamed(pages, name)
  expect(Object.keys(scripts).filter((name) => !isExplained(name))).toEqual([])
})

test('every figure of /metrics is explained', async () => {
  const metrics = createMetrics()
  const gauges = [...read('api/health/gauges.ts').matchAll(/'(wall_[a-z_]+)'/g)].map(
    (match) => match[1] ?? '',
  )
  const text = await metrics.read()
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1] ?? '')
  expect(gauges.length).toBeGreaterThan(0)
  expect(names.length).toBeGreaterThan(0)
  const own = [...gauges, ...names.filter((name) => !/^wall_(?:process|nodejs)_/.test(name))]
  expect(own.filter((name) => !isNamed(operating, name))).toEqual([])
})

test('every address that the API describes is explained, and no other', async () => {
  const api = await openTestApi()
  try {
    const { paths } = (await (await api.request('/api/openapi.json')).json()) as { paths: object }
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const chapter = operating.slice(operating.indexOf('## The API'))
    const explained = [...chapter.matchAll(/`((?:GET|POST|PUT) [^`]+)`/g)].map((match) => match[1] ?? '')
    expect(explained.toSorted()).toEqual(described.toSorted())
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await api.request(path)).status, path).toBeLessThan(504)
      expect(isNamed(operating, `GET ${path}`), path).toBe(true)
    }
  } finally {
    await api.dispose()
  }
})

test('every field of a campaign file is explained, and the example is one', async () => {
  const fields = [
    ...Object.keys(CampaignFile.shape),
    ...Object.keys(CampaignFile.shape.takeaways.element.shape),
  ]
  const chapter = sourcesPage.slice(sourcesPage.indexOf('## The campaign file'))
  expect(fields.filter((field) => !isNamed(chapter, field))).toEqual([])
  const example = /<!-- campaign -->\n```json\n([\s\S]*?)```/.exec(sourcesPage)?.[1] ?? ''
  expect(CampaignFile.safeParse(JSON.parse(example)).success).toBe(true)

  const folder = mkdtempSync(join(tmpdir(), 'wall-docs-'))
  try {
    writeFileSync(join(folder, 'campaign.json'), example)
    const answer = await runVerb(
      ['match', '--campaign', join(folder, 'campaign.json')],
      '{"text":"#betterlunch"}',
    )
    expect(answer).toBe('{"match":true,"why":"#betterlunch stands in the text"}\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const samples = [
  ...sourcesPage.matchAll(/<!-- run: (\w+) -->\n```\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/g),
].map(([, verb = '', input = '', output = '']) => ({ verb, input, output }))

test('there is a sample for each verb that answers lines', () => {
  expect(samples.map(({ verb }) => verb)).toEqual(['match', 'file', 'address'])
})

test.each(samples)('`wall $verb` prints what the page says', async ({ verb, input, output }) => {
  expect(await runVerb([verb], input)).toBe(output)
})

test('the README lists every verb, and every page of the product', async () => {
  const readme = read('README.md')
  expect(Object.keys(verbs).filter((verb) => !readme.includes(`| \`wall ${verb}\` |`))).toEqual([])
  for (const page of ['/', '/screen', '/moderate', '/team', '/filing'])
    expect(readme).toContain(`http://localhost:3000${page}\n`)
})

test('the sample in the README prints what it says', async () => {
  const [, input = '', verb = '', output = ''] =
    /\$ echo '(.+)' \| npx --yes pnpm@12 wall (\w+)\n +(\{.+\})\n/.exec(read('README.md')) ?? []
  expect(await runVerb([verb], input)).toBe(`${output}\n`)
})

test('the table of what is taken says what `wall match` says', async () => {
  const chapter = sourcesPage.slice(sourcesPage.indexOf('### Which posts are taken'))
  const rows = [...chapter.slice(0, chapter.indexOf('\n### ')).matchAll(/^\| (.+) \| (yes|no) \|/gm)]
  expect(rows.length).toBeGreaterThan(8)
  const cases = rows.flatMap(([, forms = '', taken]) =>
    [...forms.matchAll(/`([^`]+)`/g)].map((form) => ({ text: form[1], match: taken === 'yes' })),
  )
  const lines = cases.map(({ text }) => JSON.stringify({ text })).join('\n')
  const answers = (await runVerb(['match'], lines)).trim().split('\n')
  const found = answers.map((line, index) => ({ text: cases[index]?.text, match: JSON.parse(line).match }))
  expect(found).toEqual(cases)
})

test.each(documents)('%s: every link within the repository leads somewhere', (document) => {
  const page = read(document).replace(/```[\s\S]*?```/g, '')
  const targets = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
  const broken = targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? join(root, document) : resolve(root, dirname(document), path)
    if (!existsSync(file)) return true
    return anchor !== undefined && !listAnchors(readFileSync(file, 'utf8')).includes(anchor)
  })
  expect(broken).toEqual([])
})

test.each(documents)('%s: no place of somebody’s own machine, and no package registry', (document) => {
  const page = read(document)
  const places =
    /(?<![\w.])\/(?:home|Users|root|work|tmp|mnt|private|opt)\/|[A-Z]:\\|registry\.|npmjs|artifactory|nexus/
  expect(places.exec(page)?.[0]).toBeUndefined()
})

function findSettings(code: string): string[] {
  const patterns = [
    /\benv\.([A-Z][A-Z0-9_]+)/g,
    /\bread\('([A-Z][A-Z0-9_]+)'\)/g,
    /\benv, '([A-Z][A-Z0-9_]+)'/g,
    /^ +([A-Z][A-Z0-9_]{3,}): join\(/gm,
  ]
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''))
}

/** As the usual renderers make them of headings. */
function listAnchors(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

async function runVerb(words: string[], input: string): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'workers/cli/main.ts'), ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(input)
  const output = await readAll(child.stdout)
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).toBe(0)
  return output
}
