import { campaignRules } from '../matching/campaign-rules.ts'
import { matchPost } from '../matching/match-post.ts'
import { toMatchable } from '../sources/bluesky/matchable.ts'
import { answerLines } from './answer-lines.ts'
import { findRecord } from './find-record.ts'
import { parseLine } from './parse-line.ts'
import { readCampaign } from './read-campaign.ts'
import { readOptions } from './read-options.ts'
import type { Verb } from './verb.ts'

export const match: Verb = {
  summary: 'says for each post record on standard input whether the campaign collects it',
  help: `
pnpm wall match [--campaign FILE] [--mention DID] < records.jsonl

Reads one post a line, as JSON: an app.bsky.feed.post record, an object with one under "record", or a frame of Jetstream
(v1 or v2). Answers each with a line of JSON:
  {"match":true,"why":"#rethinkingintervention is marked as a hashtag in the text"}

Every line has its answer, so that they can be put side by side; an empty or broken line is one that does not match.

  --campaign FILE   a campaign file (JSON) in place of the built-in one
  --mention DID     an account of the campaign, beside those in the campaign file`,
  async run(words, io) {
    const options = readOptions(words, ['campaign', 'mention'])
    const rules = campaignRules(await readCampaign(options.campaign), 'bluesky')
    const mentionIds =
      options.mention === undefined ? rules.mentionIds : [...rules.mentionIds, options.mention]
    const refuse = (why: string) => ({ match: false, why })
    const judge = (text: string) => {
      const line = parseLine(text)
      if ('fault' in line) return refuse(line.fault)
      const found = findRecord(line.object)
      if ('fault' in found) return refuse(found.fault)
      const { match, why } = matchPost(toMatchable(found.record), { ...rules, mentionIds })
      return { match, why }
    }
    return answerLines(io, judge, refuse)
  },
}
