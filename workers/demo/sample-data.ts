import { readFileSync } from 'node:fs'
import { z } from 'zod'

const SampleAuthor = z.object({ id: z.string(), name: z.string(), handle: z.string(), about: z.string() })
export type SampleAuthor = z.infer<typeof SampleAuthor>

const SamplePost = z.object({
  id: z.string(),
  by: z.string(),
  text: z.string().min(1),
  lang: z.enum(['en', 'es']).default('en'),
  /** Where a moderator would put it; null is none of them. */
  takeaway: z.int().nullable(),
  spam: z.boolean().default(false),
  /**
   * Of the first lot: how long before the start it was written, and whether the demo opens with it approved.
   */
  daysAgo: z.number().optional(),
  approve: z.boolean().default(false),
  image: z.object({ scene: z.string(), alt: z.string() }).optional(),
  card: z.object({ uri: z.string(), title: z.string(), description: z.string() }).optional(),
  /** Ids of the posts it answers or quotes. */
  reply: z.string().optional(),
  quote: z.string().optional(),
  /** Tags beside the text, as the record's `tags`. */
  tags: z.array(z.string()).optional(),
})
export type SamplePost = z.infer<typeof SamplePost>

export const sampleAuthors = readLines('authors', SampleAuthor)
/** Written over the past weeks, there at once when the demo starts. */
export const openingPosts = readLines('opening', SamplePost)
/** One after the other while the demo runs. */
export const laterPosts = readLines('later', SamplePost)

function readLines<Row>(name: string, schema: z.ZodType<Row>): Row[] {
  const lines = readFileSync(new URL(`./data/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => schema.parse(JSON.parse(line)))
}
