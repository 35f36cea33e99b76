import type { IdeaGroup } from '@wall/db/model/idea'
import type { Networks } from '@wall/db/model/network'
import type { Post } from '@wall/db/model/post'
import { tidyLine } from '@wall/db/model/shown-words'
import type { IdeaGroupView, ShownIdeas } from '../wire/idea.ts'
import { toIso, viewWallPost } from './post.ts'

export function viewIdeaGroup(group: IdeaGroup): IdeaGroupView {
  return {
    id: group.id,
    takeaway: group.takeaway,
    name: viewName(group.name),
    isNamedByHand: group.isNamedByHand,
    isKept: group.isKept,
    people: group.people,
    posts: group.posts,
    shownPeople: group.shownPeople,
    shownPosts: group.shownPosts,
    newestAt: toIso(group.newestAt),
  }
}

export function viewShownIdeas(
  ideas: readonly { group: IdeaGroup; posts: Post[] }[],
  networks: Networks,
): ShownIdeas {
  return {
    groups: ideas.map(({ group, posts }) => ({
      id: group.id,
      takeaway: group.takeaway,
      name: viewName(group.name),
      people: group.shownPeople,
      posts: group.shownPosts,
      newestAt: toIso(group.newestAt),
      samples: posts.map((post) => viewWallPost(post, networks)),
    })),
  }
}

/** Null, like a group that has none, when nothing of it can be seen. */
function viewName(name: string | null): string | null {
  return tidyLine(name ?? '') || null
}
