import type { Readable } from 'node:stream'
import { readWhole } from '@wall/filing/file-post'
import type { LabelledPost } from '@wall/filing/measure/labelled-post'
import { isObject } from '../../matching/is-object.ts'
import { parseLine } from '../parse-line.ts'
import { readLines } from '../read-lines.ts'
import { readPost } from '../read-post.ts'

/** A line that is no labelled post. Lines are counted from 1. */
export interface LineFault {
  line: number
  why: string
}

/**
 * The posts of a file with one JSON object a line; empty lines are passed over. Rejects when the stream
 * fails.
 */
export async function readLabelledPosts(
  input: Readable,
  takeaways: readonly number[],
): Promise<{ posts: LabelledPost[]; faults: LineFault[] }> {
  const posts: LabelledPost[] = []
  const faults: LineFault[] = []
  let line = 0
  for await (const read of readLines(input)) {
    line += 1
    if ('tooLong' in read) {
      faults.push({ line, why: 'this line is longer than 1 MB' })
      continue
    }
    if (read.text.trim() === '') continue
    const parsed = parseLine(read.text)
    const post = 'fault' in parsed ? parsed.fault : toPost(parsed.object, takeaways)
    if (typeof post === 'string') faults.push({ line, why: post })
    else posts.push(post)
  }
  return { posts, faults }
}

function toPost(object: Record<string, unknown>, takeaways: readonly number[]): LabelledPost | string {
  const record = isObject(object.record) ? object.record : object
  const post = readPost(record)
  if ('fault' in post) return post.fault
  if (post.filing === null) return 'this line is not a JSON object with a text'
  const takeaway = object.takeaway ?? (object.takeaway === null ? null : record.takeaway)
  if (takeaway === undefined) return 'this post has no "takeaway" (a number, or null for none)'
  if (takeaway !== null && !(typeof takeaway === 'number' && takeaways.includes(takeaway))) {
    return `the campaign has no takeaway ${JSON.stringify(takeaway).slice(0, 40)}`
  }
  const langs = Array.isArray(record.langs) ? record.langs[0] : undefined
  const lang = object.lang ?? langs
  // Pictures speak through what they are said to show, as for the worker.
  const text = readWhole(post.filing)
  return { text, takeaway, lang: typeof lang === 'string' ? lang.slice(0, 35) : undefined }
}
