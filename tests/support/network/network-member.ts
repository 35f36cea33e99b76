import { type AppBskyActorProfile, type AppBskyFeedPost, AtpAgent, AtUri, RichText } from '@atproto/api'
import type { TestPds } from '@atproto/dev-env'

export interface PostRef {
  uri: string
  cid: string
}

/** An account on the test PDS, doing what people do, through the real client. */
export interface Member {
  did: string
  handle: string
  password: string
  agent: AtpAgent
  /** Posts with facets as the official app makes them. */
  post(text: string, extra?: Partial<AppBskyFeedPost.Record>): Promise<PostRef>
  postPicture(
    text: string,
    picture: { jpeg: Buffer; alt: string; width: number; height: number },
  ): Promise<PostRef>
  edit(uri: string, text: string): Promise<PostRef>
  remove(uri: string): Promise<void>
  /** Replaces the profile, e.g. `{ displayName }`, or with `labels` to opt out. */
  setProfile(profile: Partial<AppBskyActorProfile.Record>): Promise<void>
  /** Wants posts to be seen by signed-in people only. */
  optOut(): Promise<void>
  createAppPassword(): Promise<string>
  rename(handle: string): Promise<void>
  deactivate(): Promise<void>
  activate(): Promise<void>
  /** By the server's administrator: reversible. */
  takeDown(isTakenDown: boolean): Promise<void>
  deleteAccount(): Promise<void>
}

export async function createMember(pds: TestPds, name: string): Promise<Member> {
  const agent = new AtpAgent({ service: pds.url })
  const [handle, password] = [`${name}.test`, `${name}-password`]
  await agent.createAccount({ handle, email: `${name}@example.com`, password })
  const did = agent.assertDid
  const asAdmin = { encoding: 'application/json', headers: pds.adminAuthHeaders() } as const

  async function makeRecord(
    text: string,
    extra: Partial<AppBskyFeedPost.Record> = {},
  ): Promise<AppBskyFeedPost.Record> {
    const richText = new RichText({ text })
    await richText.detectFacets(agent)
    const { facets } = richText
    const record = {
      $type: 'app.bsky.feed.post' as const,
      text: richText.text,
      createdAt: new Date().toISOString(),
    }
    return { ...record, ...(facets ? { facets } : {}), ...extra }
  }

  async function setProfile(profile: Partial<AppBskyActorProfile.Record>): Promise<void> {
    const record = { $type: 'app.bsky.actor.profile', ...profile }
    await agent.com.atproto.repo.putRecord({ repo: did, collection: record.$type, rkey: 'self', record })
  }

  return {
    did,
    handle,
    password,
    agent,
    setProfile,
    post: async (text, extra) => agent.post(await makeRecord(text, extra)),
    async postPicture(text, { jpeg, alt, width, height }) {
      const { data } = await agent.uploadBlob(jpeg, { encoding: 'image/jpeg' })
      const images = [{ image: data.blob, alt, aspectRatio: { width, height } }]
      return agent.post(await makeRecord(text, { embed: { $type: 'app.bsky.embed.images', images } }))
    },
    async edit(uri, text) {
      const { rkey, collection } = new AtUri(uri)
      const { data: old } = await agent.com.atproto.repo.getRecord({ repo: did, collection, rkey })
      const record = await makeRecord(text, { createdAt: String(old.value.createdAt) })
      const { data } = await agent.com.atproto.repo.putRecord({ repo: did, collection, rkey, record })
      return { uri: data.uri, cid: data.cid }
    },
    remove: (uri) => agent.deletePost(uri),
    optOut: () =>
      setProfile({
        labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] },
      }),
    async createAppPassword() {
      const { data } = await agent.com.atproto.server.createAppPassword({ name: 'wall' })
      return data.password
    },
    async rename(newHandle) {
      await agent.com.atproto.identity.updateHandle({ handle: newHandle })
    },
    async deactivate() {
      await agent.com.atproto.server.deactivateAccount({})
    },
    async activate() {
      await agent.com.atproto.server.activateAccount()
    },
    async takeDown(isTakenDown) {
      const subject = { $type: 'com.atproto.admin.defs#repoRef' as const, did }
      const takedown = { applied: isTakenDown, ref: 'test' }
      await agent.com.atproto.admin.updateSubjectStatus({ subject, takedown }, asAdmin)
    },
    async deleteAccount() {
      await agent.com.atproto.admin.deleteAccount({ did }, asAdmin)
    },
  }
}
