import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { expect, test } from 'vitest'
import { runWall as run } from '../../support/command-line.ts'

test.each([[[]], [['help']], [['--help']], [['-h']]])('%j lists the verbs', async (words) => {
  const { code, text } = await run(words)
  expect(code).toBe(0)
  for (const verb of ['match', 'file', 'address']) expect(text).toMatch(new RegExp(`^  ${verb} +\\S`, 'm'))
})

test.each(['match', 'file', 'address'])('%s has help of its own', async (verb) => {
  const { code, text } = await run([verb, '--help'])
  expect(code).toBe(0)
  expect(text).toMatch(new RegExp(`^pnpm wall ${verb}`))
})

test.each([
  [['fly']],
  [['toString']],
  [['match', '--fast']],
  [['file', 'extra']],
  [['match', '--campaign']],
  [['address', '--campaign', 'x']],
])('%j makes no sense and says so', async (words) => {
  const { code, text, err } = await run(words)
  expect(code).toBe(2)
  expect(text).toBe('')
  expect(err).toMatch(/\S.*\.\n$/)
})

test('a campaign file that is missing, broken or no campaign is told in a sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wall-cli-'))
  const broken = join(folder, 'broken.json')
  const wrong = join(folder, 'wrong.json')
  await writeFile(broken, '{"name":')
  await writeFile(wrong, '{"name":"No hashtags","hashtags":[],"takeaways":[]}')
  for (const [path, sentence] of [
    [join(folder, 'none.json'), /cannot be read/],
    [broken, /not JSON/],
    [wrong, /name at least one hashtag/],
  ] as const) {
    const { code, err } = await run(['file', '--campaign', path])
    expect(code).toBe(2)
    expect(err).toMatch(sentence)
  }
})

test('file answers each line in the shape of a filing', async () => {
  const lines = [
    '{"text":"Takeaway 2: yes"}',
    '{"record":{"text":"#takeaway5"}}',
    '{"text":""}',
    '',
    '{"txt":"x"}',
    '{"text":5}',
    'x',
    '"x"',
  ]
  const { code, answers } = await run(['file'], [lines.join('\n')])
  expect(code).toBe(0)
  expect(answers().map((answer) => answer.takeaway)).toEqual([2, 5, null, null, null, null, null, null])
  for (const answer of answers()) {
    expect(Object.keys(answer).slice(0, 5)).toEqual(['takeaway', 'by', 'confidence', 'reason', 'suggestions'])
  }
  expect(answers().map((answer) => 'error' in answer)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    true,
    true,
  ])
  expect(answers()[4].reason).toBe('this line is not a JSON object with a text')
})

test('file tells actions, whether it is an idea, and the known posts nearest to it', async () => {
  const campaign = builtInCampaign()
  const actions = campaign.takeaways.find((one) => one.number === 1)?.actions ?? []
  const lines = [
    { text: `Takeaway 1: ${actions[0]?.text}` },
    {
      text: 'Takeaway 1. I would add: let us all visit every family at home on their porch before school starts',
    },
    { text: '' },
  ]
  const { code, answers } = await run(['file'], [lines.map((line) => JSON.stringify(line)).join('\n')])
  expect(code).toBe(0)
  const [listed, proposed, empty] = answers()
  expect(listed.actions[0]).toEqual({ action: 1, confidence: expect.closeTo(1, 0) })
  expect(listed.idea.isIdea).toBe(false)
  expect(proposed.idea).toEqual({ isIdea: true, confidence: expect.any(Number) })
  expect(proposed.idea.confidence).toBeGreaterThan(0.4)
  expect(proposed.near[0]).toEqual({
    takeaway: 1,
    postId: null,
    text: expect.stringMatching(/porch|famil|home/i),
  })
  expect(proposed.suggestions[1].against.length).toBeGreaterThan(0)
  expect(empty).toMatchObject({ near: [], idea: { isIdea: false } })
  for (const { actions: told } of answers()) expect(told.length).toBeLessThanOrEqual(actions.length)
})

test('file takes a campaign', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wall-cli-'))
  const file = join(folder, 'campaign.json')
  await writeFile(
    file,
    JSON.stringify({ ...builtInCampaign(), takeaways: builtInCampaign().takeaways.slice(0, 2) }),
  )
  const { answers } = await run(['file', '--campaign', file], ['{"text":"Takeaway 5"}'])
  expect(answers()[0].takeaway).toBe(null)
  expect(answers()[0].suggestions).toHaveLength(3)
})

test('address judges each line as it is', async () => {
  const { code, answers } = await run(
    ['address'],
    ['https://example.org/\r\nhttps://exa', 'mple.org/\n\n https://example.org/\nhttps://example.org/'],
  )
  expect(code).toBe(0)
  expect(answers().map((answer) => answer.allowed)).toEqual([false, true, false, false, true])
  for (const answer of answers()) expect(Object.keys(answer)).toEqual(['allowed', 'why'])
})

test('no input, no answer; a line feed alone is one empty line', async () => {
  expect((await run(['address'])).text).toBe('')
  expect((await run(['address'], ['\n'])).answers()).toHaveLength(1)
})

test('characters split between chunks are put together, a byte order mark is passed over in JSON', async () => {
  const bytes = Buffer.from('\uFEFF{"text":"👏#RethinkingIntervention"}\n')
  const { answers } = await run(
    ['match'],
    [...bytes].map((byte) => Buffer.from([byte])),
  )
  expect(answers()).toMatchObject([{ match: true }])
})

test('a line too long to keep is answered, and the next ones too', async () => {
  const part = 'x'.repeat(100_000)
  const chunks = [
    '{"text":"',
    ...Array.from({ length: 12 }, () => part),
    '"}\n{"text":"#RethinkingIntervention"}',
  ]
  const { code, answers } = await run(['match'], chunks)
  expect(code).toBe(0)
  expect(answers()).toMatchObject([{ match: false, why: 'this line is longer than 1 MB' }, { match: true }])
})

test('standard input that fails is a failure', async () => {
  function* broken() {
    yield 'https://example.org/\n'
    throw new Error('gone')
  }
  const { code, answers, err } = await run(['address'], broken())
  expect(code).toBe(1)
  expect(answers()).toHaveLength(1)
  expect(err).toMatch(/Standard input could not be read/)
})

test('a reader that stops early ends it quietly', async () => {
  const main = fileURLToPath(import.meta.resolve('@wall/workers/cli/main'))
  const child = spawn(process.execPath, [main, 'match'], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {})
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const lines = Buffer.from('{"text":"x"}\n'.repeat(5000))
  const feed = () => {
    while (child.stdin.writable && child.stdin.write(lines)) {}
  }
  child.stdin.on('drain', feed)
  feed()
  const [code, signal] = await once(child, 'exit')
  child.stdin.destroy()
  expect({ code, signal, err }).toEqual({ code: 0, signal: null, err: '' })
})
