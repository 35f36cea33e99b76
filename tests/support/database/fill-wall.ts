import { makeBatch, makePost } from './posts.ts'
import { uris, type WriteCommand } from './store-commands.ts'

/** Every post onto the wall of the first campaign, in all places: chance alone seldom gets one there. */
export const fillWall: WriteCommand[] = uris.flatMap((uri, index): WriteCommand[] => {
  const media = [{ kind: 'image' as const, url: 'https://cdn.example/1', alt: '', width: 1, height: 1 }]
  const post = makePost({ uri, media })
  const { authorId: networkId } = post
  const network = 'bluesky' as const
  const avatar = { network, networkId, avatarUrl: 'https://cdn.example/a' }
  const verification = { network, uri, post, labels: [], isMatch: true }
  const takeaway = ([null, 1, 2, 3] as const)[index % 4]
  return [
    { kind: 'batch', slug: 'one', ...makeBatch({ posts: [post] }) },
    { kind: 'verify', slug: 'one', authors: [avatar], verifications: [verification] },
    { kind: 'decide', slug: 'one', uri, behind: 0, standing: 'approved', takeaway },
  ]
})
