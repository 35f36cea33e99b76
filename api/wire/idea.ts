import { z } from 'zod'
import { WallPost } from './post.ts'
import { SlugParams } from './query.ts'
import { QueuePost } from './queue.ts'

export const IdeaGroupView = z
  .object({
    id: z.int(),
    takeaway: z.int().nullable().describe('null for posts without a takeaway'),
    name: z.string().nullable().describe('in the words of one of its posts, or as a person named it'),
    isNamedByHand: z.boolean(),
    isKept: z.boolean().describe('a person named, merged or split it: others may join, nothing leaves'),
    people: z.int().describe('its strength: groups come strongest first'),
    posts: z.int(),
    shownPeople: z.int(),
    shownPosts: z.int(),
    newestAt: z.iso.datetime(),
  })
  .meta({ id: 'IdeaGroup' })
export type IdeaGroupView = z.infer<typeof IdeaGroupView>

export const ActionCountView = z.object({
  takeaway: z.int(),
  action: z.int().describe('its number on the takeaway’s list, from 1'),
  people: z.int(),
  posts: z.int(),
  shownPosts: z.int(),
})
export type ActionCountView = z.infer<typeof ActionCountView>

export const TeamIdeas = z
  .object({ groups: z.array(IdeaGroupView), actions: z.array(ActionCountView) })
  .meta({ id: 'TeamIdeas' })
export type TeamIdeas = z.infer<typeof TeamIdeas>

export const IdeaPosts = z.object({ posts: z.array(QueuePost) }).meta({ id: 'IdeaPosts' })
export type IdeaPosts = z.infer<typeof IdeaPosts>

/** Only what is on the wall: nobody learns of a post that waits. */
export const ShownIdeas = z
  .object({
    groups: z.array(
      z.object({
        id: z.int(),
        takeaway: z.int().nullable(),
        name: z.string().nullable(),
        people: z.int(),
        posts: z.int(),
        newestAt: z.iso.datetime(),
        samples: z.array(WallPost),
      }),
    ),
  })
  .meta({ id: 'ShownIdeas' })
export type ShownIdeas = z.infer<typeof ShownIdeas>

export const IdeaChangeResult = z
  .object({
    changeId: z.int().nullable().describe('takes it back; null when it stood so already'),
    groupId: z.int().nullable().describe('the group it is about now'),
  })
  .meta({ id: 'IdeaChange' })
export type IdeaChangeResult = z.infer<typeof IdeaChangeResult>

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const ids = z.array(z.int().min(1).max(Number.MAX_SAFE_INTEGER)).min(1).max(500)
export const IdeaGroupParams = SlugParams.extend({ id })
export const RenameIdeasBody = z.object({
  name: z.string().max(120).describe('empty: named by the product again'),
})
export const MergeIdeasBody = z.object({ groupIds: ids.describe('the first one stays') })
export const IdeaPostsBody = z.object({ postIds: ids })
export const MarkIdeaBody = z.object({ isIdea: z.boolean() })
export const SetActionBody = z.object({ action: z.int().min(1).max(50).nullable() })
