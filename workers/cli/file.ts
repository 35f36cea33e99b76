import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { ideaExamplesFor } from '@wall/db/campaigns/idea-examples'
import { createFiler, readWhole } from '@wall/filing/file-post'
import { createIdeaReader } from '@wall/filing/ideas/idea-reader'
import { isObject } from '../matching/is-object.ts'
import { readAddress } from '../sources/index.ts'
import { answerLines } from './answer-lines.ts'
import { parseLine } from './parse-line.ts'
import { readCampaign } from './read-campaign.ts'
import { readOptions } from './read-options.ts'
import { readPost } from './read-post.ts'
import type { Verb } from './verb.ts'

export const file: Verb = {
  summary: 'says for each text on standard input which takeaway it would be filed under, and why',
  help: `
pnpm wall file [--campaign FILE] < texts.jsonl

Reads one post a line, as JSON: {"text":"…"}. May also have what a record of its network has, such as "facets", "tags",
"links", "reply" and "embed", or "replyTo" and "quoteOf" with the address of a post, or "alts" with what its pictures show.
Answers each with a line of JSON:
  {"takeaway":2,"by":"rule","confidence":0.97,"reason":"…","suggestions":[{"takeaway":2,"confidence":0.97},…],
   "proposed":null,"near":[{"takeaway":2,"postId":null,"text":"…"},…],
   "actions":[{"action":4,"confidence":0.71},…],"idea":{"isIdea":false,"confidence":0.08}}

"takeaway" is null when the post would stay unfiled; then "proposed" is the takeaway that it would stand under while it
waits for a person, null where its words are too unsure and the room asks. "suggestions" rank the takeaways and, as null, "none of them";
"words" of a suggestion are those that speak most for it, "against" those that speak most against it. "near" are known
posts with like words, up to three of the first suggestion and one of each of the next two; "isFar" is little like it.
"actions" are those of its takeaway (or, unfiled, of the first suggestion) that it may support, numbered from 1: at 0.5
and above it does. "idea" is whether it proposes something that is not on that list.
Every line has its answer; a broken one has "error" in it.

  --campaign FILE   a campaign file (JSON) in place of the built-in one`,
  async run(words, io) {
    const options = readOptions(words, ['campaign'])
    const campaign = await readCampaign(options.campaign)
    const filer = createFiler(campaign, undefined, undefined, readAddress)
    const reader = createIdeaReader(campaign, ideaExamplesFor(campaign, builtInCampaign()))
    const judge = (text: string) => {
      const line = parseLine(text)
      if ('fault' in line) return refuse(line.fault)
      const record = isObject(line.object.record) ? line.object.record : line.object
      const post = readPost(record)
      if ('fault' in post) return refuse(post.fault)
      if (post.filing === null) return refuse('this line is not a JSON object with a text')
      const { signals: _, ...filing } = filer.file(post.filing)
      const place = filing.takeaway ?? filing.suggestions[0]?.takeaway ?? null
      const { actions, idea } = reader.read(readWhole(post.filing), place)
      return { ...filing, actions, idea }
    }
    return answerLines(io, judge, refuse)
  },
}

const nothing = { actions: [], idea: { isIdea: false, confidence: 0 } }

function refuse(error: string) {
  return {
    takeaway: null,
    by: null,
    confidence: 0,
    reason: error,
    suggestions: [],
    proposed: null,
    near: [],
    ...nothing,
    error,
  }
}
