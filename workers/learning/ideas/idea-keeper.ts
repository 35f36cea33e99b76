import { createHash } from 'node:crypto'
import type { KeptFiles } from '@wall/db/kept-files'
import type { GatheredIdeas } from '@wall/db/model/idea'
import type { Store } from '@wall/db/store/store'
import type { IdeaMind } from '@wall/filing/ideas/idea-mind'
import { type FollowLogDeps, followLog, type LogJob } from '../../follow-log.ts'

export interface IdeaKeeperDeps extends FollowLogDeps {
  store: FollowLogDeps['store'] &
    Pick<Store, 'listUnreadPosts' | 'recordIdeaReadings' | 'readGatheredIdeas' | 'saveIdeaGroups'>
  /** See `nameIdeaModel`. */
  model: string
  mind: Pick<IdeaMind, 'read' | 'plan'>
  /** What was gathered when nothing was left to do. */
  kept: KeptFiles
}

export interface IdeaKeeper {
  /** Reads every post that was not read yet and gathers the ideas; answers whether anything changed. */
  catchUp(signal?: AbortSignal): Promise<boolean>
  /**
   * Catches up, and again soon after something changed, until the signal aborts. Faults are logged and tried
   * again.
   */
  run(signal: AbortSignal): Promise<void>
}

/** News of one moment are looked at together. */
const gatherMs = 400
/**
 * Where looking takes long, of so many times longer: at most a quarter of a core is taken, and of long looks
 * a tenth.
 */
const gatherShare = 3
const longLookMs = 1_000
const shareOfLong = 9
const pageSize = 200

/**
 * Keeps what posts propose, which actions they support and how like ideas gather up to date. Two of them do
 * no harm.
 */
export function createIdeaKeeper(deps: IdeaKeeperDeps): IdeaKeeper {
  const { store, campaignId, model, mind, kept } = deps
  const kind = `ideas-${campaignId}`
  /** Of the look under way. */
  let learningMs = 0
  let tookMs = 0

  return {
    catchUp: (signal) => work(undefined, signal),

    run(signal) {
      const job: LogJob = {
        name: 'ideas',
        version: model,
        begin: () => look(undefined, signal),
        take: (news) => look([...new Set(news.flatMap(({ postId }) => postId ?? []))], signal),
        gatherMs: () => restAfter(tookMs),
      }
      return followLog(deps, job, signal)
    },
  }

  async function look(postIds: readonly number[] | undefined, signal: AbortSignal): Promise<void> {
    learningMs = 0
    const startedAt = performance.now()
    await work(postIds, signal)
    tookMs = performance.now() - startedAt - learningMs
  }

  async function work(postIds: readonly number[] | undefined, signal?: AbortSignal): Promise<boolean> {
    const read = await readPosts(postIds, signal)
    const gathered = await store.readGatheredIdeas(campaignId)
    if (signal?.aborted) return read
    const name = nameGathered(model, gathered)
    if (await kept.read(kind, name)) return read
    const groups = gathered.ideas.length === 0 ? [] : await plan(gathered)
    const { changed } = await store.saveIdeaGroups(campaignId, groups)
    if (changed === 0) await kept.write(kind, name, true, 1)
    return read || changed > 0
  }

  async function plan(gathered: GatheredIdeas) {
    await learn()
    return mind.plan(gathered)
  }

  /**
   * Whoever has just begun learns to read first: for seconds on a busy machine, and no part of a look. Others
   * answer at once.
   */
  async function learn(): Promise<void> {
    const startedAt = performance.now()
    await mind.plan({ ideas: [], groups: [] })
    learningMs += performance.now() - startedAt
  }

  async function readPosts(postIds: readonly number[] | undefined, signal?: AbortSignal): Promise<boolean> {
    let changed = 0
    while (!signal?.aborted) {
      const posts = await store.listUnreadPosts(campaignId, model, { limit: pageSize, postIds })
      if (posts.length === 0) break
      await learn()
      const read = await mind.read(posts)
      const readings = posts.flatMap(({ id, cid, takeaway }, index) => {
        const reading = read[index]
        if (!reading) return []
        const { action, idea } = reading
        return {
          ...{ postId: id, cid, takeaway, isIdea: idea.isIdea, ideaConfidence: idea.confidence },
          ...{ action: action?.action ?? null, actionConfidence: action?.confidence ?? 0 },
        }
      })
      changed += (await store.recordIdeaReadings(campaignId, model, readings)).changed
      if (posts.length < pageSize) break
    }
    return changed > 0
  }
}

/** How long to leave the processor to others after a look. */
export function restAfter(tookMs: number): number {
  return Math.max(gatherMs, tookMs * (tookMs < longLookMs ? gatherShare : shareOfLong))
}

/** The same as long as planning would come to the same. */
function nameGathered(model: string, gathered: GatheredIdeas): string {
  return createHash('sha256')
    .update(JSON.stringify([model, gathered]))
    .digest('hex')
}
