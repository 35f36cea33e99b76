import { computeCid, computeDid } from './network/content-id.ts'
import { type SamplePost, sampleAuthors } from './sample-data.ts'

const handles = new Map(sampleAuthors.map((author) => [author.id, author.handle]))

/** The same in every run, so that a list of addresses can be known before the demo starts. */
export function readAuthorDid(authorId: string): string {
  return computeDid(handles.get(authorId) ?? authorId)
}

export function readRkey(postId: string): string {
  return `3k${computeDid(postId).slice(-11)}`
}

export function readPostUri(post: Pick<SamplePost, 'id' | 'by'>): string {
  return `at://${readAuthorDid(post.by)}/app.bsky.feed.post/${readRkey(post.id)}`
}

export function readSceneCid(scene: string): string {
  return computeCid(scene, 'blob')
}

export function readAvatarCid(authorId: string): string {
  return computeCid(`avatar of ${authorId}`, 'blob')
}
