import { campaignRules } from '../matching/campaign-rules.ts'
import { matchPost } from '../matching/match-post.ts'
import { sources } from '../sources/index.ts'
import { answerLines } from './answer-lines.ts'
import { parseLine } from './parse-line.ts'
import { readCampaign } from './read-campaign.ts'
import { readOptions } from './read-options.ts'
import { readPost } from './read-post.ts'
import type { Verb } from './verb.ts'

export const match: Verb = {
  summary: 'says for each post record on standard input whether the campaign collects it',
  help: `
pnpm wall match [--campaign FILE] [--mention DID] < records.jsonl

Reads one post a line, as JSON: a record as its network keeps it, an object with one under "record", or a frame of the
network's stream. Answers each with a line of JSON:
  {"match":true,"why":"#rethinkingintervention is marked as a hashtag in the text"}

Every line has its answer, so that they can be put side by side; an empty or broken line is one that does not match.

  --campaign FILE   a campaign file (JSON) in place of the built-in one
  --mention DID     an account of the campaign, beside those in the campaign file`,
  async run(words, io) {
    const options = readOptions(words, ['campaign', 'mention'])
    const campaign = await readCampaign(options.campaign)
    const more = options.mention === undefined ? [] : [options.mention]
    const rulesOf = (network: string) => {
      const rules = campaignRules(campaign, network)
      return { ...rules, mentionIds: [...rules.mentionIds, ...more] }
    }
    const rules = new Map(Object.keys(sources).map((network) => [network, rulesOf(network)]))
    const refuse = (why: string) => ({ match: false, why })
    const judge = (text: string) => {
      const line = parseLine(text)
      if ('fault' in line) return refuse(line.fault)
      const post = readPost(line.object)
      if ('fault' in post) return refuse(post.fault)
      const { match, why } = matchPost(post.matchable, rules.get(post.network) ?? rulesOf(post.network))
      return { match, why }
    }
    return answerLines(io, judge, refuse)
  },
}
