import { request } from 'node:http'
import { MeasureLine } from '@wall/api/wire/filing'
import type { Bench, BenchContext, Outcome } from './support/bench.ts'
import { type Child, startChild } from './support/child.ts'
import { compare, stateAlone } from './support/figures.ts'
import { signIn } from './support/moderator-client.ts'
import { runRounds } from './support/rounds.ts'
import { withTempDir } from './support/temp-dir.ts'

/** What somebody waits for who edits the shipped seeds. */
export const seedsScore: Bench = {
  name: 'seeds-score',
  about: 'from a change of the shipped seeds to their score, over HTTP',
  run: (context) => withTempDir((dir) => measure(dir, context)),
}

interface Seeds {
  takeaways: { number: number; examples: string[]; keywords: string[] }[]
  none: string[]
}

async function measure(dir: string, { isQuick }: BenchContext): Promise<Outcome> {
  const children: Child[] = []
  try {
    const writer = await startChild('writer', 'load', [dir])
    children.push(writer)
    const seed = { pending: 1, shownPerTakeaway: 0, words: 10 }
    const { slug } = await writer.ask<{ slug: string }>('seed', seed)
    // On any core: the measure has a thread of its own, and so it is where it runs.
    const api = await startChild('api-ours', 'any', [dir])
    children.push(api)
    const origin = `http://localhost:${await api.ask<number>('port')}`
    const cookie = await signIn(origin)
    const base = `${origin}/api/campaigns/${slug}/filing`
    const get = async (encoding: string) => {
      const startedAt = performance.now()
      const answer = await fetch(`${base}/seeds`, { headers: { cookie, 'accept-encoding': encoding } })
      const body = await answer.text()
      return { ms: performance.now() - startedAt, body }
    }
    const { seeds } = JSON.parse((await get('identity')).body) as { seeds: Seeds }
    let drafts = 0

    /** Another draft each time: what was measured before would be known. */
    const score = async (editor: string, draft = edit(seeds, ++drafts)) => {
      const startedAt = performance.now()
      const answer = await fetch(`${base}/measure`, {
        method: 'POST',
        headers: {
          ...{ cookie, origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
          accept: 'application/x-ndjson',
        },
        body: JSON.stringify({ seeds: draft, editor }),
      })
      const times: number[] = []
      const decoder = new TextDecoder()
      let text = ''
      for await (const chunk of answer.body ?? []) {
        const more = decoder.decode(chunk, { stream: true })
        text += more
        for (const _ of more.matchAll(/\n/g)) times.push(performance.now() - startedAt)
      }
      const told = text
        .trim()
        .split('\n')
        .map((line) => MeasureLine.parse(JSON.parse(line)))
      const last = told.at(-1)
      if (!last || !('answer' in last)) throw new Error(`no score: ${text.slice(0, 300)}`)
      const first = told.findIndex((line) => 'part' in line && line.part.figures !== null)
      return {
        first: times[first] ?? Number.NaN,
        begun: times[0] ?? Number.NaN,
        all: times.at(-1) ?? Number.NaN,
      }
    }
    await score('one')
    const rounds = isQuick ? 2 : 7
    const scored = await runRounds(rounds, {
      alone: () => score('one'),
      known: () => score('one', edit(seeds, drafts)),
    })
    const read = await runRounds(rounds, { plain: () => get('identity'), packed: () => get('br') })
    const whole = scored.alone.map(({ all }) => all)
    const against = 'the whole score'
    const [plain, packed] = await Promise.all([sizeOf('identity'), sizeOf('br')])
    return {
      figures: [
        compare({
          ...{ what: 'told that it has begun', unit: 'ms', against, control: whole },
          ours: scored.alone.map(({ begun }) => begun),
        }),
        compare({
          ...{ what: 'the first score', unit: 'ms', against, control: whole },
          ...{ ours: scored.alone.map(({ first }) => first), aim: { of: 'ours', atMost: 1_200 } },
        }),
        compare({
          ...{ what: 'a draft measured before', unit: 'ms', against, control: whole },
          ours: scored.known.map(({ all }) => all),
        }),
        compare({
          ...{ what: 'the seeds, on the wire', unit: 'kB', against: 'uncompressed' },
          ...{ ours: [packed / 1e3], control: [plain / 1e3], aim: { of: 'ratio', atMost: 0.4 } },
        }),
        compare({
          ...{ what: 'the seeds, asked and read', unit: 'ms', against: 'uncompressed' },
          ...{ ours: read.packed.map(({ ms }) => ms), control: read.plain.map(({ ms }) => ms) },
        }),
        stateAlone({ what: 'examples judged', unit: 'posts', ours: countExamples(seeds) }),
      ],
      notes: [],
    }

    async function sizeOf(encoding: string): Promise<number> {
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      const asked = request(`${base}/seeds`, { headers: { cookie, 'accept-encoding': encoding } })
      asked.on('error', reject)
      asked.on('response', (answer) => {
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
        })
        answer.on('end', () => resolve(bytes))
      })
      asked.end()
      return promise
    }
  } finally {
    await Promise.all(children.map((child) => child.stop()))
  }
}

function edit({ takeaways, none }: Seeds, draft: number): Seeds {
  return { takeaways, none: [...none, `A line that nobody wrote before, number ${draft}`] }
}

function countExamples({ takeaways, none }: Seeds): number {
  return takeaways.reduce((so, { examples }) => so + examples.length, none.length)
}
