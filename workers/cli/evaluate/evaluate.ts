import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { AppError } from '@wall/db/model/error'
import { evaluate as evaluatePosts } from '@wall/filing/measure/evaluate'
import { leaveOut } from '@wall/filing/measure/leave-out'
import type { Verb } from '../verb.ts'
import { formatEvaluations } from './format-evaluation.ts'
import { readLabelledPosts } from './read-labelled-posts.ts'
import { readSeedsToJudge } from './read-seeds-to-judge.ts'

const draws = 5

export const evaluate: Verb = {
  summary: 'measures how well posts of yours would be filed by their words',
  help: `
pnpm wall evaluate FILE [--data-dir FOLDER | --campaign FILE] [--decisions K] [--json]

Reads one post a line, as JSON: {"text":"…","takeaway":2}, with null for a post that belongs to none, and if you like
"lang", and "alts" with what its pictures show. Also takes records of a network
({"record":{"text":"…"},"takeaway":2}). Judges every post by models that did not learn from it, from the seeds alone and
after some decisions, and prints what they were worth, beside two plain controls: naive Bayes and the nearest title. Only
words count here; what a hashtag or a link says is left aside.

Judges the campaign and the seeds of a wall as its team saved them: that in DATABASE_URL, or in the folder you name. The
wall is only read and may run meanwhile. Without either: the built-in campaign and the seeds that come with it.

  --data-dir FOLDER   the data folder of the wall to judge, in place of DATABASE_URL
  --campaign FILE     a campaign file (JSON) and the seeds in it, in place of a wall
  --decisions K       so many decisions a takeaway are drawn from the file and learnt from (else 0, and then 8), never
                      more than half of its posts
  --json              all figures as JSON`,
  async run(words, io) {
    const options = readEvaluateOptions(words)
    const { campaign, seeds: ownSeeds, from } = await readSeedsToJudge(options, io.env)
    const numbers = campaign.takeaways.map(({ number }) => number)
    const { posts, faults } = await readLabelledPosts(createReadStream(options.file), numbers).catch(
      (cause: NodeJS.ErrnoException) => {
        throw new AppError('invalid', `The file ${options.file} cannot be read. Check the name.`, { cause })
      },
    )
    for (const { line, why } of faults.slice(0, 20)) io.stderr.write(`line ${line}: ${why}; left out\n`)
    if (faults.length > 20) io.stderr.write(`… and ${faults.length - 20} more lines were left out\n`)
    if (posts.length === 0) {
      throw new AppError(
        'invalid',
        `No line of ${options.file} is a post with its takeaway, so there is nothing to measure.`,
      )
    }
    if (from !== null) io.stderr.write(`Judged: ${from}\n`)
    const { seeds, leftOut } = leaveOut(ownSeeds, posts)
    if (leftOut > 0)
      io.stderr.write(`Seeds that say the same as posts of this file, and are not learnt from: ${leftOut}\n`)
    const evaluations = evaluatePosts({
      campaign,
      seeds,
      posts,
      decisions: options.decisions === undefined ? [0, 8] : [options.decisions],
      draws,
      onProgress: (done, of) => io.stderr.write(`model ${done} of ${of}\n`),
    })
    const result = { posts: posts.length, faults: faults.length, seedsLeftOut: leftOut, evaluations }
    io.stdout.write(
      options.json ? `${JSON.stringify(result)}\n` : formatEvaluations(evaluations, posts.length),
    )
    return 0
  },
}

function readEvaluateOptions(words: string[]) {
  const { values, positionals } = parse(words)
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) {
    throw new AppError('invalid', 'Name one file of posts: pnpm wall evaluate FILE')
  }
  const decisions = values.decisions === undefined ? undefined : Number(values.decisions)
  if (decisions !== undefined && (!Number.isInteger(decisions) || decisions < 0 || decisions > 1000)) {
    throw new AppError('invalid', '--decisions takes a whole number from 0 to 1000.')
  }
  return {
    ...{ file, decisions, campaign: values.campaign, dataDir: values['data-dir'] },
    json: values.json === true,
  }
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        campaign: { type: 'string' },
        'data-dir': { type: 'string' },
        decisions: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    })
  } catch (cause) {
    const asked = words.join(' ').slice(0, 200)
    throw new AppError(
      'invalid',
      `These options make no sense here: ${asked}. It takes a file, --data-dir, --campaign, --decisions and --json.`,
      { cause },
    )
  }
}
