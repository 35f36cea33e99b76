import type { CampaignView } from '@wall/api/wire/campaign'
import type { SegmentView, WallPost } from '@wall/api/wire/post'
import type { WallSnapshot } from '@wall/api/wire/wall'

export function makePost(id: number, change: Partial<WallPost> & { text?: string } = {}): WallPost {
  const { text, ...rest } = change
  const at = new Date(Date.UTC(2026, 0, 1) + id * 60_000).toISOString()
  return {
    id,
    takeaway: 1,
    network: 'bluesky',
    author: {
      name: `Author ${id}`,
      handle: `author${id}.example`,
      avatar: null,
      link: `https://social.example/author${id}`,
    },
    body: words(text ?? `Words of post ${id}`),
    lang: 'en',
    media: [],
    card: null,
    quote: null,
    createdAt: at,
    sortAt: at,
    link: `https://social.example/post/${id}`,
    ...rest,
  }
}

export function words(text: string): SegmentView[] {
  return [{ kind: 'text', text }]
}

export function makeCampaign(takeaways = 3): CampaignView {
  return {
    slug: 'sample',
    name: 'Sample campaign',
    organisation: 'Sample',
    about: 'A sample.',
    homepage: null,
    hashtags: ['sample'],
    mentions: [],
    networks: [],
    ask: 'What else would you add?',
    takeaways: Array.from({ length: takeaways }, (_, index) => ({
      id: index + 1,
      number: index + 1,
      slug: `takeaway-${index + 1}`,
      title: `Takeaway ${index + 1}`,
      summary: '',
      prompt: null,
      releasedOn: null,
      videoMinutes: null,
      video: null,
      guide: null,
      page: null,
      hashtags: [],
      actions: [],
    })),
  }
}

export function makeSnapshot(posts: readonly WallPost[], change: Partial<WallSnapshot> = {}): WallSnapshot {
  const counts: Record<string, number> = {}
  for (const post of posts) {
    const key = post.takeaway === null ? 'unfiled' : String(post.takeaway)
    counts[key] = (counts[key] ?? 0) + 1
  }
  return { seq: 100, place: '100', campaign: makeCampaign(), counts, posts: [...posts], ...change }
}
