import { type Campaign, numberOf } from '@wall/db/model/campaign'
import type { Post } from '@wall/db/model/post'
import { findAuthorName, stripDirections } from '@wall/db/model/shown-words'
import { isShown } from '@wall/db/model/visibility'
import { toIso } from './post.ts'

const columns = [
  'id',
  'created',
  'network',
  'author',
  'handle',
  'takeaway',
  'standing',
  'shown',
  'text',
  'link',
]

/** The mark at the beginning tells spreadsheets that it is UTF-8. */
export const csvHead = `\uFEFF${columns.join(',')}\r\n`

export function writeCsvRow(post: Post, campaign: Campaign): string {
  const { author, filing } = post
  const cells = [
    post.id,
    toIso(post.createdAt),
    post.network,
    findAuthorName(author) ?? '',
    author.handle ?? '',
    filing.takeaway === null ? 'unfiled' : numberOf(campaign, filing.takeaway),
    post.standing,
    isShown(post) ? 'yes' : 'no',
    stripDirections(post.text),
    post.link,
  ]
  return `${cells.map(writeCell).join(',')}\r\n`
}

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP ASVS 5.0
 * 1.2.10); a tab or line break at the beginning counts too, as do the full-width forms that some programs
 * read alike. So does what stands behind a semicolon, tab or line break: where the comma is the decimal sign,
 * spreadsheets part cells there and mind no quotes.
 */
export function writeCell(value: string | number): string {
  const safe = typeof value === 'string' ? disarm(value) : String(value)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function disarm(text: string): string {
  const isTricky = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n\0]/u.test(text)
  const lead = isTricky ? (/^[\s\0]*/.exec(text)?.[0] ?? '') : ''
  const rest = text.slice(lead.length).replace(/([;\t\r\n])(?=[^\S\t\r\n]*[=+\-@＝＋－＠])/gu, "$1'")
  return `${isTricky ? "'" : ''}${lead}${rest}`
}
