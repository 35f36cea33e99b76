import { isDeepStrictEqual, parseArgs } from 'node:util'
import { type CampaignContent, numberOf, type Takeaway } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import { readCampaign } from '../read-campaign.ts'
import { openCliStore } from './open-cli-store.ts'
import type { Io, Verb } from './verb.ts'

type Comparison = Awaited<ReturnType<Store['compareCampaign']>>

export const campaign: Verb = {
  summary: 'prints a campaign as a file, or brings one up to a file, the difference first',
  help: `
pnpm wall campaign export [SLUG] [--data-dir FOLDER]
pnpm wall campaign import FILE [--apply] [--move 3=5]… [--data-dir FOLDER]

"export" prints the campaign (the oldest, when there are several and none is named) as a file that "import" takes. Each
takeaway has its "id" in it, which never changes: with it number, slug, title and order may change, and posts stay with
theirs. A takeaway without an id is known by its slug, else by its number; one that is neither is new.

"import" tells how the file differs from the campaign of its slug and changes nothing. With --apply it does it; the wall may
run meanwhile, and open pages follow. A campaign that is not there yet is made.

  --apply             do it, after telling the difference
  --move 3=5          the posts under takeaway 3, which the file no longer has, go to 5 (by its number in the file);
                      --move 3=unfiled leaves them without one; once for each takeaway that goes
  --data-dir FOLDER   the wall's data folder, in place of DATABASE_URL, DATA_DIR or ./data`,
  async run(words, io) {
    const { what, name, options } = parse(words)
    const file = what === 'import' ? await readCampaign(name ?? '') : undefined
    const { store } = await openCliStore(options['data-dir'], io.env)
    try {
      if (!file) return await exportCampaign(store, name, io)
      const comparison = await store.compareCampaign(file)
      const moves = readMoves(options.move ?? [], comparison)
      const lines = describeDifference(comparison)
      if (lines.length === 0) return say(io, 'The campaign is as the file says.')
      for (const line of lines) say(io, line)
      const open = comparison.removed.filter(({ id, posts }) => posts > 0 && !moves.has(id))
      if (open.length > 0) {
        const asked = open.map(({ number }) => `--move ${number}=NUMBER (or ${number}=unfiled)`).join(' ')
        throw new AppError('invalid', `Say where the posts go whose takeaway is removed: ${asked}`)
      }
      if (!options.apply) return say(io, 'Nothing was changed. To do it: the same with --apply')
      await store.saveCampaign(file, { moves, ...(comparison.stored && { seen: comparison.stored }) })
      return say(io, 'Done.')
    } finally {
      await store.close()
    }
  },
}

function say(io: Io, line: string): 0 {
  io.stdout.write(`${line}\n`)
  return 0
}

async function exportCampaign(store: Store, slug: string | undefined, io: Io): Promise<number> {
  const [oldest] = slug === undefined ? await store.listCampaigns() : [await store.getCampaign(slug)]
  if (!oldest) throw new AppError('not_found', 'There is no campaign in this wall yet. Start it once.')
  const { id: _, unreleased: __, ...content } = oldest
  return say(io, JSON.stringify(content, null, 2))
}

/**
 * By id of a takeaway that goes, that of the one its posts go to. Throws `invalid` for places that make no
 * sense.
 */
function readMoves(
  texts: readonly string[],
  { stored, content, removed }: Comparison,
): Map<number, number | null> {
  return new Map(
    texts.map((text) => {
      const [, from, to] = /^(\d{1,2})=(\d{1,2}|unfiled)$/.exec(text) ?? []
      if (from === undefined || to === undefined)
        throw new AppError(
          'invalid',
          `"--move ${text.slice(0, 40)}" is not like --move 3=5 or --move 3=unfiled.`,
        )
      const gone = removed.find(({ number }) => number === Number(from))
      if (!gone) {
        const why = stored ? 'the file takes away no takeaway of that number' : 'the campaign is new'
        throw new AppError('invalid', `"--move ${text}" has nothing to move: ${why}.`)
      }
      const target = content.takeaways.find(({ number }) => number === Number(to))
      if (to !== 'unfiled' && !target)
        throw new AppError('invalid', `"--move ${text}": the file has no takeaway ${to}.`)
      return [gone.id, target?.id ?? null] as const
    }),
  )
}

/** One line for each thing that would change; empty when nothing would. */
function describeDifference({ stored, content, removed }: Comparison): string[] {
  if (!stored)
    return [`New campaign “${content.name}” (${content.slug}), takeaways: ${content.takeaways.length}`]
  const lines = listChanges(stored, content, ['takeaways']).map((change) => `Campaign: ${change}`)
  for (const after of content.takeaways) {
    const before = stored.takeaways.find(({ id }) => id === after.id)
    if (!before) lines.push(`New: ${nameTakeaway(after)}`)
    else for (const change of listChanges(before, after)) lines.push(`${nameTakeaway(before)}: ${change}`)
  }
  for (const one of removed) lines.push(`Removed: ${nameTakeaway(one)}, posts under it: ${one.posts}`)
  const order = (one: CampaignContent) => one.takeaways.map(({ id }) => id)
  const kept = (ids: number[], others: number[]) => ids.filter((id) => others.includes(id))
  const [was, is] = [order(stored), order(content)]
  if (!isDeepStrictEqual(kept(was, is), kept(is, was)))
    lines.push(`Order of takeaways: ${is.map((id) => numberOf(content, id)).join(', ')}`)
  return lines
}

function nameTakeaway({ number, title }: Takeaway): string {
  return `Takeaway ${number} “${title}”`
}

function listChanges(before: object, after: object, except: readonly string[] = []): string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  const fresh = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((key) => !except.includes(key) && !isDeepStrictEqual(old.get(key), fresh.get(key)))
    .map((key) => `${key} ${shorten(old.get(key))} → ${shorten(fresh.get(key))}`)
}

function shorten(value: unknown): string {
  const text = value === undefined ? '–' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 119).toWellFormed()}…` : text
}

function parse(words: string[]) {
  try {
    const { values: options, positionals } = parseArgs({
      args: words,
      options: {
        apply: { type: 'boolean' },
        move: { type: 'string', multiple: true },
        'data-dir': { type: 'string' },
      },
      allowPositionals: true,
    })
    const [what, name, ...more] = positionals
    if (more.length === 0 && (what === 'export' || (what === 'import' && name !== undefined)))
      return { what, name, options }
  } catch (cause) {
    throw new AppError('invalid', `These options make no sense here: ${words.join(' ').slice(0, 200)}.`, {
      cause,
    })
  }
  throw new AppError(
    'invalid',
    'Say what to do: pnpm wall campaign import FILE, or pnpm wall campaign export [SLUG].',
  )
}
