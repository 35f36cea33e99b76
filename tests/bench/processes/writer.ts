// A second process with the same database, as `workers` or another `api` would be: fills it, and approves
// posts.
import { createHash } from 'node:crypto'
import { createPasswords } from '@wall/api/sign-in/password'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import { serveCommands } from '../support/command-server.ts'
import { moderator } from '../support/moderator.ts'
import { makePost } from '../support/storing/make-post.ts'

interface Seed {
  pending: number
  /** So many of them in each takeaway are approved at once. */
  shownPerTakeaway: number
  words: number
}

const [dataDir = '', databaseUrl = null] = process.argv.slice(2)
const { store } = await openStore({ dataDir, databaseUrl })
const { campaign } = await store.saveCampaign(builtInCampaign())
const actor = { id: await makeModerator() }
const waiting: number[] = []

serveCommands({
  async seed({ pending, shownPerTakeaway, words }: Seed) {
    const source = await store.ensureSource(campaign.id, 'bluesky', {})
    const posts = Array.from({ length: pending }, (_, index) => makePost(index, words))
    await store.recordBatch(source.id, { posts, removals: [], authorChanges: [], cursor: 'seed' })
    await confirmAll(pending, words)
    for (const takeaway of campaign.takeaways) await approveSome(takeaway.number, shownPerTakeaway)
    const { posts: left } = await store.listQueue({
      campaignId: campaign.id,
      standing: 'pending',
      limit: pending,
    })
    waiting.push(...left.map(({ id }) => id))
    return { slug: campaign.slug, waiting: [...waiting] }
  },
  /** Approves the next waiting post; answers the moment before. */
  async approve() {
    const id = waiting.shift()
    if (id === undefined) throw new Error('no post is waiting any more')
    const [post] = await store.findPosts([id])
    if (!post) throw new Error('the post is gone')
    const startedAtMs = performance.timeOrigin + performance.now()
    await store.decide({
      campaignId: campaign.id,
      postId: id,
      version: post.version,
      standing: 'approved',
      actor,
    })
    return startedAtMs
  },
})

/** Only what its network has confirmed is shown. */
async function confirmAll(count: number, words: number): Promise<void> {
  const posts = Array.from({ length: count }, (_, index) => makePost(index, words))
  const verifications = posts.map((post) => ({
    network: post.network,
    uri: post.uri,
    post,
    labels: [],
    isMatch: true,
  }))
  const authors = [...new Set(posts.map(({ authorId }) => authorId))].map((networkId, index) => ({
    ...{ network: 'bluesky', networkId, handle: `teacher${index}.example`, displayName: `Teacher ${index}` },
    verifiedAt: Date.now(),
  }))
  await store.recordVerifications(campaign.id, verifications, authors, {
    now: Date.now(),
    recheckMs: 86_400_000,
  })
}

async function approveSome(takeaway: number, count: number): Promise<void> {
  if (count === 0) return
  const { posts } = await store.listQueue({
    campaignId: campaign.id,
    standing: 'pending',
    takeaway,
    limit: count,
  })
  for (const { id, version } of posts) {
    await store.decide({ campaignId: campaign.id, postId: id, version, standing: 'approved', actor })
  }
}

async function makeModerator(): Promise<string> {
  const token = 'only-for-a-bench-in-a-folder-of-its-own'
  const tokenHash = createHash('sha256').update(token).digest('hex')
  await store.createInvitation({
    tokenHash,
    role: 'admin',
    expiresAt: Date.now() + 60_000,
    isFirstAdmin: true,
  })
  const passwordHash = await createPasswords().hash(moderator.password)
  const { name, email } = moderator
  const { userId } = await store.acceptInvitation({ tokenHash, now: Date.now(), name, email, passwordHash })
  return userId
}
