// `wall match` and `wall file` on posts as they stand in repositories and come with the stream.
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runWall as run } from '../../support/command-line.ts'

test('match answers each line, however it holds the record', async () => {
  const record = { $type: 'app.bsky.feed.post', text: 'hi #RethinkingIntervention' }
  const commit = { operation: 'create', collection: 'app.bsky.feed.post', record }
  const lines = [
    record,
    { record },
    { uri: 'at://x', record, author: {} },
    { did: 'did:plc:x', kind: 'commit', commit },
    { $type: 'message', payload: { $type: 'network.bsky.jetstream.subscribeEvents#commit', ...commit } },
    { text: 'nothing', kind: 'odd field' },
    { kind: 'commit', commit: { ...commit, operation: 'delete', record: undefined } },
    { kind: 'commit', commit: { ...commit, collection: 'app.bsky.feed.like' } },
    { kind: 'account', account: { active: true } },
    { $type: 'app.bsky.actor.profile', text: '#RethinkingIntervention' },
    { record: null },
    {},
    [],
    null,
    7,
  ].map((line) => JSON.stringify(line))
  const { code, answers } = await run(['match'], [`${lines.join('\n')}\n\n{"text":\n`])
  expect(code).toBe(0)
  expect(answers().map((answer) => answer.match)).toEqual([...Array(5).fill(true), ...Array(12).fill(false)])
  for (const answer of answers()) expect(Object.keys(answer)).toEqual(['match', 'why'])
  expect(answers().at(-2).why).toBe('this line is empty')
  expect(answers().at(-1).why).toMatch(/^this line is not JSON: /)
})

test('match takes an account and a campaign', async () => {
  const mention = (did: string) =>
    `${JSON.stringify({
      text: '@a',
      facets: [
        {
          index: { byteStart: 0, byteEnd: 2 },
          features: [{ $type: 'app.bsky.richtext.facet#mention', did }],
        },
      ],
    })}\n`
  const folder = await mkdtemp(join(tmpdir(), 'wall-cli-'))
  const file = join(folder, 'campaign.json')
  const mentions = [{ handle: 'own', ids: { bluesky: 'did:plc:own' } }]
  await writeFile(file, JSON.stringify({ name: 'Own', hashtags: ['own'], mentions, takeaways: [] }))
  const input = [
    '{"text":"#own"}\n',
    mention('did:plc:own'),
    mention('did:plc:other'),
    mention('did:plc:third'),
  ]
  const { answers } = await run(['match', '--campaign', file, '--mention', 'did:plc:other'], input)
  expect(answers().map((answer) => answer.match)).toEqual([true, true, true, false])
})

test('file reads what pictures show, for its place and for its ideas', async () => {
  const alt = 'I would add: let us visit every family on their porch before school starts'
  const images = [{ alt }]
  const media = { $type: 'app.bsky.embed.images', images }
  const lines = [
    { text: alt },
    { text: '#RethinkingIntervention', embed: media },
    {
      text: '#RethinkingIntervention',
      embed: { $type: 'app.bsky.embed.recordWithMedia', record: { record: { uri: 'at://q' } }, media },
    },
    { text: '#RethinkingIntervention', embed: { $type: 'app.bsky.embed.video', alt } },
    { text: '#RethinkingIntervention', alts: [alt] },
  ]
  const { answers } = await run(['file'], [lines.map((line) => JSON.stringify(line)).join('\n')])
  const [written, ...shown] = answers()
  for (const one of shown) {
    expect(one.suggestions).toEqual(written.suggestions)
    expect(one.idea).toEqual(written.idea)
    expect(one.reason).toContain('only the description of its picture could be read')
  }
  expect(written.idea.isIdea).toBe(true)
})
