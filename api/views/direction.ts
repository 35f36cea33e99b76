import { runsRightToLeft } from '@wall/db/model/shown-words'
import type { SegmentView, WallPost } from '../wire/post.ts'

/** Tags, mentions and addresses: they say nothing of the language that is written around them. */
const names =
  /[#＃@][\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_]|(?:https?:\/\/|www\.)\S+|(?<![a-z0-9-])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/\S*)?/giu

/**
 * The direction in which most letters of the words run; tags, mentions and links count only where there is
 * nothing else.
 */
export function findDirection(
  body: readonly Pick<SegmentView, 'kind' | 'text'>[],
): NonNullable<WallPost['dir']> {
  const said = body.map(({ kind, text }) => (kind === 'text' ? text.replace(names, ' ') : ' ')).join('')
  const letters = said.match(/\p{L}/gu) ?? body.flatMap(({ text }) => text.match(/\p{L}/gu) ?? [])
  if (letters.length === 0) return 'auto'
  return letters.filter(runsRightToLeft).length * 2 > letters.length ? 'rtl' : 'ltr'
}

/**
 * Plain words with the names in them by themselves, where words run both ways: a page draws each so that it
 * turns nothing around it. Elsewhere nothing needs to be cut.
 */
export function cutNames(body: readonly SegmentView[]): SegmentView[] {
  if (!body.some(({ text }) => runsRightToLeft(text))) return [...body]
  return body.flatMap((segment) => (segment.kind === 'text' ? cutText(segment.text) : [segment]))
}

function cutText(text: string): SegmentView[] {
  const pieces: SegmentView[] = []
  let done = 0
  for (const { index, 0: name } of text.matchAll(names)) {
    if (index > done) pieces.push({ kind: 'text', text: text.slice(done, index) })
    pieces.push({ kind: 'name', text: name })
    done = index + name.length
  }
  if (done < text.length) pieces.push({ kind: 'text', text: text.slice(done) })
  return pieces
}

/** The same within a text: each name in signs that set it apart (UAX 9, FSI and PDI). */
export function isolateNames(text: string): string {
  return cutNames([{ kind: 'text', text }])
    .map((piece) => (piece.kind === 'name' ? `\u2068${piece.text}\u2069` : piece.text))
    .join('')
}
