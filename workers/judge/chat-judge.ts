import { hasPassed } from '@wall/db/model/wait'
import { sleep } from '../sleep.ts'
import { createChatApi } from './chat-api.ts'
import type { Budget, Judge } from './judge.ts'
import { makeQuestion, readJudgement } from './question.ts'
import { stripNames } from './strip-names.ts'

export interface ChatJudgeOptions {
  url: string
  model: string
  key: string
  /** One request is one unit, a repeated one too. */
  budget: Budget
  /** With its own time-out and limit of size, and without following redirects: the key goes nowhere else. */
  fetch: typeof fetch
  clock?: () => number
  limits?: Partial<JudgeLimits>
}

interface JudgeLimits {
  /** Requests for one post. */
  tries: number
  /** Pause after the first failure; doubles. What the service asks for is longer or shorter. */
  pauseMs: number
  /** Longer is not waited for: the post has no answer. */
  longestPauseMs: number
  /** Posts that wait for their turn; one more has no answer. */
  waiting: number
  /** How long nothing is asked after failures in a row, a refused key or an empty budget. */
  restMs: number
}

/**
 * A language model behind the chat-completions API that many services and local programs speak. One question
 * at a time.
 */
export function createChatJudge(options: ChatJudgeOptions): Judge {
  const { budget, clock = Date.now } = options
  const limits = { ...defaultLimits, ...options.limits }
  const ask = createChatApi({ ...options, clock })
  const id = options.model
  const stop = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let failuresInARow = 0
  let rest: { since: number; ms: number; problem: string } | null = null

  const isResting = () => rest !== null && !hasPassed(rest.ms, rest.since, clock())
  const goToRest = (problem: string, ms = limits.restMs) => {
    rest = { since: clock(), ms, problem }
  }
  const noteFailure = (problem: string) => {
    failuresInARow++
    if (failuresInARow >= failuresBeforeRest) goToRest(problem)
  }

  return {
    id,
    status: () =>
      rest && isResting()
        ? { state: 'resting', id, problem: rest.problem }
        : { state: 'ready', id, problem: null },
    async file(post, campaign) {
      if (isResting() || waiting >= limits.waiting || campaign.takeaways.length === 0) return undefined
      const text = stripNames(post.text, post.names)
      if (text === '') return null
      waiting++
      const turn = last.then(() => (stop.signal.aborted || isResting() ? undefined : askFor(text)))
      last = turn.catch(() => {})
      try {
        const content = await turn
        if (content === undefined || content === null) return content
        const judgement = readJudgement(content, campaign)
        if (judgement) failuresInARow = 0
        else noteFailure('The language model gives answers that nothing can be made of.')
        return judgement ?? null
      } catch {
        return undefined
      } finally {
        waiting--
      }

      async function askFor(words: string): Promise<string | null | undefined> {
        for (let attempt = 1; !stop.signal.aborted; attempt++) {
          if (!(await budget.take(1))) {
            goToRest('The month’s budget for the language model is used up, or can’t be counted.')
            return undefined
          }
          const answer = await ask(makeQuestion(words, campaign), stop.signal)
          if ('content' in answer) return answer.content
          if (answer.fault === 'no') {
            noteFailure(answer.problem)
            return null
          }
          if (answer.fault === 'rest') {
            goToRest(answer.problem)
            return undefined
          }
          const pauseMs = answer.waitMs ?? limits.pauseMs * 2 ** (attempt - 1)
          if (attempt >= limits.tries || pauseMs > limits.longestPauseMs) {
            noteFailure(answer.problem)
            if (pauseMs > limits.longestPauseMs) goToRest(answer.problem, Math.min(pauseMs, longestRestMs))
            return undefined
          }
          await sleep(pauseMs, stop.signal)
        }
        return undefined
      }
    },
    close: () => stop.abort(),
  }
}

const failuresBeforeRest = 3
const longestRestMs = 24 * 3_600_000
const defaultLimits: JudgeLimits = {
  tries: 3,
  pauseMs: 1_000,
  longestPauseMs: 30_000,
  waiting: 50,
  restMs: 300_000,
}
