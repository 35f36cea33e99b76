import type { Engine } from '@wall/db/engines/engine'
import { CampaignFile } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { createStore } from '@wall/db/store/create-store'
import type { CheckClaim } from '@wall/db/store/store'
import { asc } from 'drizzle-orm'
import { createNodeRunner } from './node-commands.ts'
import { type Names, toPlain } from './plain-answers.ts'
import { makeBatch, makePost } from './posts.ts'
import { setDbClock } from './set-db-clock.ts'
import { type Command, campaignSlugs } from './store-commands.ts'

export const startAt = 1_800_000_000_000
const recheckMs = 900_000
const actor = { id: 'moderator-1' }
const noClaim: CheckClaim = { token: 'none', network: 'bluesky', due: [] }

export interface CommandRunner {
  /** The answer, or the error's code and sentence, with names in place of ids. */
  run(command: Command): Promise<unknown>
  /** All that is kept, with names in place of ids. */
  dump(): Promise<unknown>
}

/**
 * Carries out commands on one engine that holds nothing yet, or what another runner began with. Time, the
 * database's too, goes on only when a command says so.
 */
export async function createCommandRunner(
  engine: Engine,
  options: { isSetUp?: boolean } = {},
): Promise<CommandRunner> {
  let now = startAt
  const store = createStore(
    setDbClock(engine, () => now),
    () => now,
  )
  const { tables, reader } = engine
  const campaignIds = new Map<string, number>()
  const sourceIds = new Map<string, number>()
  const claims: CheckClaim[] = []
  for (const slug of campaignSlugs) {
    const { campaign } = await store.saveCampaign(makeContent(slug, slug, [1, 2, 3]))
    campaignIds.set(slug, campaign.id)
    sourceIds.set(slug, (await store.ensureSource(campaign.id, 'bluesky', {})).id)
  }
  if (!options.isSetUp) await makeUser(engine, actor.id)
  const ids = {
    campaign: (slug: string) => campaignIds.get(slug) ?? 0,
    source: (slug: string) => sourceIds.get(slug) ?? 0,
  }
  const node = createNodeRunner(store, ids, actor.id)

  return {
    async run(command) {
      try {
        return toPlain(await carryOut(command), await readNames())
      } catch (error) {
        if (error instanceof AppError && error.code !== 'internal') return `${error.code}: ${error.message}`
        throw error
      }
    },
    async dump() {
      const { post, author, media, removal, decision, event, campaign, source, invitation } = tables
      const { screen, filingSeeds, rateLimit } = tables
      const tries = { key: rateLimit.key, count: rateLimit.count, beganAt: rateLimit.lastRequest }
      const all = {
        post: await reader.select().from(post).orderBy(asc(post.id)),
        author: await reader.select().from(author).orderBy(asc(author.id)),
        media: await reader.select().from(media).orderBy(asc(media.postId), asc(media.position)),
        removal: await reader.select().from(removal).orderBy(asc(removal.uri)),
        decision: await reader.select().from(decision).orderBy(asc(decision.id)),
        event: await reader.select().from(event).orderBy(asc(event.campaignId), asc(event.seq)),
        campaign: await reader.select().from(campaign).orderBy(asc(campaign.id)),
        source: await reader.select().from(source).orderBy(asc(source.id)),
        invitation: await reader.select().from(invitation).orderBy(asc(invitation.tokenHash)),
        screen: await reader.select().from(screen).orderBy(asc(screen.campaignId), asc(screen.id)),
        seeds: await reader.select().from(filingSeeds).orderBy(asc(filingSeeds.campaignId)),
        tries: await reader.select(tries).from(rateLimit).orderBy(asc(rateLimit.key)),
      }
      return toPlain(all, await readNames())
    },
  }

  async function carryOut(command: Command): Promise<unknown> {
    const campaignId = 'slug' in command ? ids.campaign(command.slug) : 0
    const sourceId = 'slug' in command ? ids.source(command.slug) : 0
    switch (command.kind) {
      case 'batch':
        return store.recordBatch(sourceId, makeBatch(command))
      case 'verify':
        return store.recordVerifications(campaignId, command.verifications, command.authors, {
          now,
          recheckMs,
        })
      case 'confirm': {
        const found = (await listPosts()).find(
          (post) => post.uri === command.uri && post.campaignId === campaignId,
        )
        if (!found) return null
        const post = makePost({ uri: found.uri, cid: found.cid, text: found.text })
        const verification = { network: 'bluesky', uri: found.uri, post, labels: [], isMatch: true }
        return store.recordVerifications(campaignId, [verification], [], { now, recheckMs })
      }
      case 'decide':
      case 'refile': {
        const found = (await listPosts()).find((post) => post.uri === command.uri)
        const version = (found?.version ?? 0) - command.behind
        const order = { campaignId, postId: found?.id ?? 9_007_199_254_740_991, version, actor }
        return command.kind === 'decide'
          ? store.decide({ ...order, standing: command.standing, takeaway: command.takeaway })
          : store.refile({ ...order, takeaway: command.takeaway })
      }
      case 'undo': {
        const { decision } = tables
        const all = await reader.select({ id: decision.id }).from(decision).orderBy(asc(decision.id))
        return store.undo({ campaignId, decisionId: all.at(-1 - command.back)?.id ?? 0, actor })
      }
      case 'postpone':
        return store.postponeChecks(campaignId, claims.at(-1 - command.back) ?? noClaim, command.inMs)
      case 'answer': {
        const claim = claims.at(-1 - command.back) ?? noClaim
        const verifications = command.verifications.filter(({ uri }) =>
          claim.due.some((due) => due.uri === uri),
        )
        return store.recordVerifications(campaignId, verifications, command.authors, {
          now,
          recheckMs,
          claim,
        })
      }
      case 'claim': {
        const options = { limit: command.limit, leaseMs: command.leaseMs, owner: command.owner }
        const claim = await store.claimDueChecks(campaignId, 'bluesky', options)
        claims.push(claim)
        return claim.due
      }
      case 'return':
        return store.returnChecks(campaignId, 'bluesky', (owner) => owner === command.owner)
      case 'file': {
        const { model, limit, takeaway, confidence } = command
        const options = { limit, leaseMs: 60_000, owner: 'worker' }
        const claim = await store.claimFilings(campaignId, model, options)
        const filing = {
          ...{ takeaway, by: takeaway === null ? null : ('model' as const), confidence },
          ...{ reason: `Words, by ${model}`, suggestions: [{ takeaway: 2, confidence }] },
        }
        const filings = claim.posts.map(({ id, version }) => ({ postId: id, version, filing }))
        const result = await store.recordFilings(campaignId, claim, model, filings)
        return [claim.posts, result, await store.countWaiting(campaignId, model)]
      }
      case 'ask': {
        const { judge, says, isLate } = command
        const found = await store.findUnsurePost(campaignId, { judge, below: 0.6, except: [] })
        const asked = found ?? (await listPosts()).find((post) => post.uri === command.uri)
        if (!asked) return null
        const post = { postId: asked.id, cid: isLate ? 'cid-0' : asked.cid }
        return [found, await store.recordSecondOpinion(campaignId, post, { judge, judgement: says })]
      }
      case 'campaign':
        return store.saveCampaign(
          makeContent(command.slug, command.name, command.takeaways, command.unreleased),
          { moves: new Map(Array.from({ length: 99 }, (_, index) => [index + 1, null])) },
        )
      case 'source':
        return store.ensureSource(campaignId, 'bluesky', { given: command.settings })
      case 'invite': {
        const { tokenHash, isFirstAdmin } = command
        const isThere = await store.findInvitation(tokenHash, now)
        if (isThere) return isThere
        const token = `${tokenHash}-${now}`
        now += 1
        return store.createInvitation({
          tokenHash: token,
          role: 'admin',
          expiresAt: now + 60_000,
          isFirstAdmin,
        })
      }
      case 'accept': {
        const { invitation } = tables
        const all = await reader.select().from(invitation).orderBy(asc(invitation.tokenHash))
        const token = all.findLast((row) => row.tokenHash.startsWith(command.tokenHash))?.tokenHash ?? 'none'
        const order = { tokenHash: token, now, name: 'Bo\0', email: command.email, passwordHash: 'none' }
        const { role } = await store.acceptInvitation(order)
        return { role }
      }
      case 'wait':
        now += command.ms
        return null
      case 'wall':
        return store.readWall(campaignId, command.perTakeaway)
      case 'shown':
        return readPages((before) => store.listShown(campaignId, command.takeaway, before, command.limit))
      case 'queue':
        return readPages((after) =>
          store.listQueue({
            campaignId,
            standing: command.standing,
            takeaway: command.takeaway,
            after,
            limit: command.limit,
          }),
        )
      case 'log':
        return [
          await store.eventsAfter(campaignId, command.seq, command.limit),
          await store.latestEvents(campaignId, command.limit, { publicOnly: command.publicOnly }),
          await store.lastSeq(campaignId),
        ]
      case 'decisions': {
        const found = (await listPosts()).find((post) => post.uri === command.uri)
        return store.listDecisions(campaignId, found?.id ?? 0)
      }
      case 'overview': {
        const since = 1_700_000_000_000 - command.days * 86_400_000
        return store.readOverview(campaignId, { since, offsetMinutes: command.offsetMinutes })
      }
      case 'search':
        return readPages((after) => store.searchPosts({ ...command, campaignId, after }))
      case 'known': {
        const ids = [
          await store.listKnownIds('bluesky', 'post'),
          await store.listKnownIds('bluesky', 'author'),
        ]
        return [
          ...[...ids.map((list) => list.sort()), await store.countStandings(campaignId)],
          ...[await store.countShown(campaignId), await store.listCampaigns()],
        ]
      }
      default:
        return node.run(command)
    }
  }

  function listPosts() {
    const { id, uri, cid, text, version, campaignId } = tables.post
    return reader.select({ id, uri, cid, text, version, campaignId }).from(tables.post).orderBy(asc(id))
  }

  async function readNames(): Promise<Names> {
    const { author, decision } = tables
    const authors = await reader.select({ id: author.id, name: author.networkId }).from(author)
    const decisions = await reader.select({ id: decision.id }).from(decision).orderBy(asc(decision.id))
    const slugs = new Map([...campaignIds].map(([slug, id]) => [id, slug]))
    return {
      posts: new Map(
        (await listPosts()).map(({ id, uri, campaignId }) => [id, `${slugs.get(campaignId)} ${uri}`]),
      ),
      authors: new Map(authors.map(({ id, name }) => [id, name])),
      decisions: new Map(decisions.map(({ id }, index) => [id, `decision ${index}`])),
    }
  }
}

async function readPages<T extends { next: string | null }>(
  read: (place: string | undefined) => Promise<T>,
): Promise<T[]> {
  const pages: T[] = []
  for (let place: string | undefined; ; ) {
    const page = await read(place)
    pages.push(page)
    if (page.next === null || pages.length > 20) return pages
    place = page.next
  }
}

function makeContent(
  slug: string,
  name: string,
  takeaways: readonly number[],
  unreleased: readonly number[] = [],
): CampaignFile {
  const given = takeaways.map((number) => ({
    number,
    slug: `takeaway-${number}`,
    title: `Takeaway ${number}`,
    releasedOn: unreleased.includes(number) ? '2099-01-01' : null,
  }))
  return { ...CampaignFile.parse({ slug, name: 'Any', hashtags: ['tag'], takeaways: given }), name }
}

async function makeUser({ tables, transaction }: Engine, id: string): Promise<void> {
  const at = new Date(startAt)
  await transaction(async ({ db }) => {
    const row = {
      id,
      name: 'Ana',
      email: 'ana@example.org',
      emailVerified: false,
      role: 'moderator' as const,
    }
    await db.insert(tables.user).values({ ...row, createdAt: at, updatedAt: at })
  })
}
