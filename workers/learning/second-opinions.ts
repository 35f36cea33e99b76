import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { unsureBelow } from '@wall/db/model/filing/second-opinion'
import { hasPassed } from '@wall/db/model/wait'
import type { FilingStore } from '@wall/db/store/filing/filing-store'
import { readWhole } from '@wall/filing/file-post'
import { beforeEnd } from '../before-end.ts'
import type { Judge } from '../judge/judge.ts'
import type { Log } from '../log.ts'
import { sleep } from '../sleep.ts'
import type { LearnerTimes } from './learner-times.ts'

interface Deps {
  store: Pick<FilingStore, 'findUnsurePost' | 'recordSecondOpinion'>
  judge: Judge
  /** The campaign as it is now; null while another worker asks for it. */
  readCampaign: () => Campaign | null
  clock: () => number
  log: Pick<Log, 'warn'>
  times: Pick<LearnerTimes, 'askEveryMs' | 'askAgainMs'>
}

/** Between two questions, so that one who answers at once gets no flood. */
const breathMs = 10

/**
 * Asks a language model about waiting posts whose words are unsure, one at a time, and keeps what it says
 * with the post; the post is then filed anew by whoever files. Runs beside all else, for as long as it takes:
 * nothing waits for it. Ends when the signal aborts, whatever the answer is doing. Never rejects.
 */
export async function askSecondOpinions(
  { store, judge, readCampaign, clock, log, times }: Deps,
  signal: AbortSignal,
): Promise<void> {
  /** Posts that there was no answer for, and since when: for a while others get their turn. */
  const unanswered = new Map<number, number>()
  let toldProblem: string | null = null

  while (!signal.aborted) {
    const hasAsked = await askNext().catch(tell)
    tellProblem()
    await sleep(hasAsked ? breathMs : times.askEveryMs, signal)
  }

  /** False when there was nothing to ask, or nobody. */
  async function askNext(): Promise<boolean> {
    const campaign = readCampaign()
    if (campaign === null || campaign.takeaways.length === 0 || judge.status().state !== 'ready') return false
    for (const [id, since] of unanswered)
      if (hasPassed(times.askAgainMs, since, clock())) unanswered.delete(id)
    const except = [...unanswered.keys()]
    const post = await store.findUnsurePost(campaign.id, { judge: judge.id, below: unsureBelow, except })
    if (post === null) return false
    const question = { text: readWhole(post), names: post.names }
    const judgement = await beforeEnd(judge.file(question, campaign), signal)
    if (signal.aborted) return false
    if (judgement === undefined) unanswered.set(post.id, clock())
    else {
      const asked = { postId: post.id, cid: post.cid }
      await store.recordSecondOpinion(campaign.id, asked, { judge: judge.id, judgement })
    }
    return true
  }

  function tellProblem(): void {
    const { problem } = judge.status()
    if (problem === toldProblem) return
    toldProblem = problem
    if (problem !== null) log.warn({ judge: judge.id }, problem)
  }

  /** The error itself may hold words of a post. */
  function tell(error: unknown): false {
    const sentence =
      error instanceof AppError
        ? error.message
        : 'Asking the language model failed; it is tried again by itself.'
    log.warn({ judge: judge.id, fault: error instanceof Error ? error.name : typeof error }, sentence)
    return false
  }
}
