import { foldTag } from './fold-tag.ts'
import type { Marker } from './marker.ts'
import { numberPattern, readNumber } from './number-words.ts'

/**
 * Takeaways named by a hashtag: `#takeaway3`, `#takeaway_3`, `#takeawaythree`, `#conclusión3`, and a campaign
 * hashtag with a number, `#rethinkingintervention3`.
 */
export function findHashtagMarkers(text: string, campaignTags: readonly string[]): Marker[] {
  const own = campaignTags.map(foldTag).filter((tag) => tag !== '')
  const names = [
    'take[_-]?aways?',
    'conclusi[oó]n',
    'conclusão',
    ...own.map((tag) => `${escapePattern(tag)}(?:[_-]?(?:t|takeaway))?`),
  ]
  const pattern = new RegExp(`^(?:${names.join('|')})[_-]?(${numberPattern})$`, 'u')
  return listHashtags(text).flatMap((tag) => {
    const number = readNumber(pattern.exec(foldTag(tag))?.[1] ?? '')
    return Number.isNaN(number) ? [] : [{ numbers: [number], written: `#${tag}`, isDoubtful: false }]
  })
}

/**
 * Hashtags as written, without their hash sign and what is not of the word (`'s`, `,now`); a hyphen inside is
 * kept.
 */
export function listHashtags(text: string): string[] {
  return [...text.matchAll(hashtag)].map((match) => match[1] ?? '')
}

const hashtag = /[#＃]([\p{L}\p{M}\p{N}_]+(?:-[\p{L}\p{M}\p{N}_]+)*)/gu

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
