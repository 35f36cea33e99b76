import { type Campaign, numberOf } from '@wall/db/model/campaign'
import type { IdeaGroup } from '@wall/db/model/idea'
import type { Post } from '@wall/db/model/post'
import { findAuthorName, stripDirections, tidyLine } from '@wall/db/model/shown-words'
import { writeCell } from './csv.ts'
import { toIso } from './post.ts'

const columns = [
  'takeaway',
  'group',
  'name',
  'people',
  'posts',
  'id',
  'created',
  'author',
  'standing',
  'text',
  'link',
]

/** One row a post, strongest group first. The mark at the beginning tells spreadsheets that it is UTF-8. */
export function writeIdeaCsv(
  groups: readonly IdeaGroup[],
  posts: readonly { groupId: number; post: Post }[],
  campaign: Campaign,
): string {
  const byGroup = Map.groupBy(posts, ({ groupId }) => groupId)
  const rows = groups.flatMap((group) =>
    (byGroup.get(group.id) ?? []).map(({ post }) => [
      group.takeaway === null ? 'unfiled' : numberOf(campaign, group.takeaway),
      group.id,
      tidyLine(group.name ?? ''),
      group.people,
      group.posts,
      post.id,
      toIso(post.createdAt),
      findAuthorName(post.author) ?? '',
      post.standing,
      stripDirections(post.text),
      post.link,
    ]),
  )
  return `\uFEFF${[columns, ...rows].map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join('')}`
}
