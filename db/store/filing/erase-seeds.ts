import { eq } from 'drizzle-orm'
import { foldWords } from '../lists/fold-words.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'

/** A shorter line is said by many, and quotes nobody. */
const shortestQuote = { words: 5, letters: 20 }

/**
 * Takes out of the seeds that the team saved every line that stands in one of these posts word for word:
 * somebody pasted it from there. Shipped lines can be restored on the filing page.
 */
export async function eraseSeeds(
  writing: Writing,
  posts: readonly Pick<PostRow, 'campaignId' | 'words'>[],
): Promise<void> {
  for (const [campaignId, leaving] of Map.groupBy(posts, (post) => post.campaignId)) {
    const said = leaving.map(({ words }) => ` ${words} `)
    const lines = await findQuotableLines(writing, campaignId)
    const quotes = new Set(
      lines
        .filter(({ folded }) => said.some((words) => words.includes(` ${folded} `)))
        .map(({ line }) => line),
    )
    if (quotes.size > 0) await takeOut(writing, campaignId, quotes)
  }
}

async function findQuotableLines(
  { transaction, tables: { filingSeeds }, seedLines }: Writing,
  campaignId: number,
): Promise<SeedLine[]> {
  const known = seedLines.get(campaignId)
  if (known) return known
  const [row] = await transaction.db.select().from(filingSeeds).where(eq(filingSeeds.campaignId, campaignId))
  const { takeaways = [], none = [] } = row?.seeds ?? {}
  const all = [...none, ...takeaways.flatMap(({ examples, keywords }) => [...examples, ...keywords])]
  const lines = all
    .filter((line) => line.length >= shortestQuote.letters)
    .map((line) => ({ line, folded: foldWords(line) }))
    .filter(({ folded }) => folded.split(' ').length >= shortestQuote.words)
  seedLines.set(campaignId, lines)
  return lines
}

async function takeOut(
  { transaction, tables: { filingSeeds }, seedLines, now }: Writing,
  campaignId: number,
  quotes: ReadonlySet<string>,
): Promise<void> {
  const { db } = transaction
  const where = eq(filingSeeds.campaignId, campaignId)
  const [row] = await db.select().from(filingSeeds).where(where)
  if (!row) return
  const keep = (lines: readonly string[]) => lines.filter((line) => !quotes.has(line))
  const takeaways = row.seeds.takeaways.map(({ id, examples, keywords }) => {
    return { id, examples: keep(examples), keywords: keep(keywords) }
  })
  const seeds = { takeaways, none: keep(row.seeds.none) }
  // Another version: whoever edits the old lines is told, and workers learn anew.
  await db
    .update(filingSeeds)
    .set({ seeds, version: row.version + 1, savedAt: now, userId: null })
    .where(where)
  seedLines.delete(campaignId)
}

/** A line of the seeds that may be somebody's words, and as search compares it. */
export interface SeedLine {
  line: string
  folded: string
}
