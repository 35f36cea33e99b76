import type { IdeaChangeResult, IdeaPosts, TeamIdeas } from '@wall/api/wire/idea'
import type { Http } from '../../api/client.ts'

/** What the team can ask and order about a campaign's ideas. */
export interface IdeaApi {
  list(): Promise<TeamIdeas>
  listPosts(groupId: number): Promise<IdeaPosts>
  rename(groupId: number, name: string): Promise<IdeaChangeResult>
  merge(groupIds: readonly number[]): Promise<IdeaChangeResult>
  split(groupId: number, postIds: readonly number[]): Promise<IdeaChangeResult>
  markNoIdea(postId: number): Promise<IdeaChangeResult>
  undo(changeId: number): Promise<IdeaChangeResult>
  csvAddress: string
}

export function createIdeaApi(http: Http, slug: string): IdeaApi {
  const base = `/api/campaigns/${encodeURIComponent(slug)}`
  return {
    list: () => http.get(`${base}/team/ideas`),
    listPosts: (groupId) => http.get(`${base}/ideas/${groupId}/posts`),
    rename: (groupId, name) => http.send('POST', `${base}/ideas/${groupId}/name`, { name }),
    merge: (groupIds) => http.send('POST', `${base}/idea-merges`, { groupIds }),
    split: (groupId, postIds) => http.send('POST', `${base}/ideas/${groupId}/split`, { postIds }),
    markNoIdea: (postId) => http.send('POST', `${base}/posts/${postId}/idea`, { isIdea: false }),
    undo: (changeId) => http.send('POST', `${base}/idea-changes/${changeId}/undo`),
    csvAddress: `${base}/team/ideas.csv`,
  }
}
