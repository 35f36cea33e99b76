import { readFile } from 'node:fs/promises'
import { sleep } from '@wall/workers/sleep'
import { type Draft, defineSource } from '@wall/workers/sources/source'
import { z } from 'zod'

const Pebbles = z.array(z.object({ id: z.string(), author: z.string(), text: z.string().max(3_000) }))
const Seen = z.record(z.string(), z.string()).catch({})

/**
 * Posts in a JSON file, read again and again. The file is the network's own word, so that nothing is looked
 * up.
 */
export const pebble = defineSource({
  kind: 'pebble',
  network: { name: { en: 'Pebble', es: 'Guijarro' }, links: { author: null, tag: null, compose: null } },
  config: z.object({ file: z.string(), everyMs: z.number().default(1_000) }),
  setUp({ PEBBLE_FILE: file }) {
    if (!file) return null
    return file.endsWith('.json')
      ? { settings: { file }, credentials: {} }
      : { faults: ['PEBBLE_FILE is no .json file'] }
  },

  async *collect({ file, everyMs }, { cursor, signal, clock, count, report }) {
    let seen = Seen.parse(JSON.parse(cursor?.startsWith('{') ? cursor : '{}'))
    report('stream', { state: 'running' })
    for (; !signal.aborted; await sleep(everyMs, signal)) {
      const pebbles = Pebbles.parse(JSON.parse(await readFile(file, 'utf8')))
      const now = Object.fromEntries(pebbles.map(({ id, text }) => [id, text]))
      const rev = String(clock())
      const drafts = pebbles.filter(({ id, text }) => seen[id] !== text).map((one) => toDraft(one, rev))
      const gone = Object.keys(seen).filter((uri) => now[uri] === undefined)
      const removals = gone.map((uri) => ({ network: 'pebble', uri, rev, why: 'deleted' as const }))
      seen = now
      count('drafts', drafts.length)
      const isNews = drafts.length + removals.length > 0
      if (isNews) yield { drafts, removals, authorChanges: [], cursor: JSON.stringify(now) }
    }
  },
})

function toDraft({ id, author, text }: z.infer<typeof Pebbles>[number], rev: string): Draft {
  const at = Number(rev)
  return {
    post: {
      ...{ network: 'pebble', uri: id, cid: text, rev, authorId: author, lang: null },
      ...{ text, body: [{ kind: 'text', text }], createdAt: at, sortAt: at, selfLabels: [] },
      ...{ link: `https://pebble.example/${encodeURIComponent(id)}`, media: [], card: null, quote: null },
    },
    matchable: { text, skip: [], markedTags: [], fieldTags: [], mentionIds: [] },
    labels: [],
  }
}
