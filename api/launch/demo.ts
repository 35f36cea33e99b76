import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, errorCode } from '@wall/db/model/error'
import { hashInvitationToken } from '@wall/db/model/invitation-token'
import type { Post } from '@wall/db/model/post'
import { isVisible } from '@wall/db/model/visibility'
import type { Store } from '@wall/db/store/store'
import { systemClock } from '../clock.ts'
import { createInvitation } from '../sign-in/invitation.ts'
import { createPasswords } from '../sign-in/password.ts'
import { demoMarker, isDemoFolder, makeDataFolder } from './data-folder.ts'

/**
 * Empties the demo's folder: each run plays on a clean stage. Throws `invalid` rather than touch anything
 * else.
 */
export function resetDemoFolder(dataDir: string): void {
  if (!isDemoFolder(dataDir) && existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new AppError(
      'invalid',
      `The demo empties its folder, and ${dataDir} holds something else. Give DATA_DIR another.`,
    )
  }
  rmSync(dataDir, { recursive: true, force: true })
  makeDataFolder(dataDir)
  writeFileSync(join(dataDir, demoMarker), 'The demo empties this folder each time it starts.\n', {
    mode: 0o600,
  })
}

/**
 * The environment of the demo's processes: whatever it says, they ask the demo's own network and nobody else.
 */
export function pointAtDemo(
  env: Record<string, string | undefined>,
  jetstreamUrl: string,
  appviewUrl: string,
): Record<string, string | undefined> {
  return {
    ...env,
    JETSTREAM_URLS: jetstreamUrl,
    BLUESKY_APPVIEW: appviewUrl,
    BLUESKY_CDN: appviewUrl,
    BLUESKY_SERVICE: appviewUrl,
    BLUESKY_IDENTIFIER: '',
    BLUESKY_APP_PASSWORD: '',
    CAMPAIGN_FILE: '',
    // Nobody pays for questions about made-up posts; the month's count would go with the folder, too.
    FILING_JUDGE_URL: '',
    FILING_JUDGE_MODEL: '',
    FILING_JUDGE_KEY: '',
    FILING_JUDGE_BUDGET: '',
    MEDIA_ALLOW_ORIGINS: new URL(appviewUrl).origin,
  }
}

export interface DemoUser {
  id: string
  email: string
  password: string
}

/** Somebody who may do everything in the demo, made the way everybody is: by an invitation. */
export async function createDemoUser(store: Store): Promise<DemoUser> {
  const email = 'demo@example.org'
  const password = randomBytes(18).toString('base64url')
  const invitation = { role: 'admin', isFirstAdmin: true } as const
  const { link } = await createInvitation({ store, clock: systemClock, publicUrl: '' }, invitation)
  const passwordHash = await createPasswords().hash(password)
  const tokenHash = hashInvitationToken(link.split('#')[1] ?? '')
  const { userId } = await store.acceptInvitation({
    tokenHash,
    now: Date.now(),
    name: 'Demo',
    email,
    passwordHash,
  })
  return { id: userId, email, password }
}

export function demoLink(url: string, { email, password }: DemoUser): string {
  return `${url}/sign-in#demo=${Buffer.from(JSON.stringify({ email, password })).toString('base64url')}`
}

/** What a post is shown under; null: it is rejected. */
export interface OpeningDecision {
  uri: string
  takeaway: number | null
}

/** What the demo's network wants decided from the start; anything malformed is left out. */
export function readOpeningDecisions(value: unknown): OpeningDecision[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('uri' in entry) || !('takeaway' in entry)) return []
    return [{ uri: String(entry.uri), takeaway: entry.takeaway === null ? null : Number(entry.takeaway) }]
  })
}

/** Decides the opening posts as they come in and are confirmed, until all are or the signal aborts. */
export async function decideOpening(
  store: Store,
  decisions: readonly OpeningDecision[],
  user: DemoUser,
  signal: AbortSignal,
): Promise<number> {
  const [campaign] = await store.listCampaigns()
  const open = new Map(decisions.map(({ uri, takeaway }) => [uri, takeaway]))
  const actor = { id: user.id }
  while (campaign && open.size > 0 && !signal.aborted) {
    for (const post of await listPending(store, campaign.id)) {
      const takeaway = open.get(post.uri)
      if (takeaway === undefined || !isVisible(post)) continue
      const order = { campaignId: campaign.id, postId: post.id, version: post.version, actor }
      try {
        await store.decide({
          ...order,
          ...(takeaway === null ? { standing: 'rejected' } : { standing: 'approved', takeaway }),
        })
        open.delete(post.uri)
      } catch (error) {
        // It changed under our hands: the next round sees it as it is.
        if (errorCode(error) !== 'conflict') throw error
      }
    }
    await sleep(250, undefined, { signal }).catch(() => {})
  }
  return decisions.length - open.size
}

async function listPending(store: Store, campaignId: number): Promise<Post[]> {
  const posts: Post[] = []
  for (let after: string | undefined; ; ) {
    const page = await store.listQueue({ campaignId, standing: 'pending', after, limit: 100 })
    posts.push(...page.posts)
    if (page.next === null) return posts
    after = page.next
  }
}
