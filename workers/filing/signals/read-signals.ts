import type { CampaignContent } from '@wall/db/model/campaign'
import type { Signal } from '@wall/db/model/filing'
import type { FilingInput } from '../filing-input.ts'
import { createAnnouncementReader } from './announcement.ts'
import { findUrls } from './find-urls.ts'
import { foldTag } from './fold-tag.ts'
import { findHashtagMarkers, listHashtags } from './hashtag.ts'
import { createLinkReader } from './link.ts'
import { findMarkers, type Marker } from './marker.ts'
import { toPlainText } from './plain-text.ts'
import { findShortMarkers } from './short-marker.ts'
import type { Sighting } from './signal.ts'

/** Makes the reader of everything in a post that names a takeaway outright. */
export function createSignalReader(campaign: CampaignContent): (input: FilingInput) => Sighting {
  const numbers = new Set(campaign.takeaways.map((takeaway) => takeaway.number))
  const readLinks = createLinkReader(campaign)
  const readAnnouncements = createAnnouncementReader(campaign)
  const ownTags = campaign.takeaways.flatMap((takeaway) =>
    takeaway.hashtags.map((tag) => [foldTag(tag), takeaway.number] as const),
  )

  return (input) => {
    const tags = (input.tags ?? []).map((tag) => `#${tag.replace(/^[#＃]+/, '')}`)
    const text = toPlainText(`${input.text}\n${tags.join(' ')}`)
    const links = [
      ...(input.links ?? []),
      ...findUrls(input.text).map((url) => input.text.slice(url.start, url.end)),
    ]
    const sighting: Sighting = { signals: [], doubtful: [], unknown: [] }
    const add = (markers: Marker[], verb: string, confidence: number) => {
      for (const marker of markers) addMarker(sighting, marker, numbers, verb, confidence)
    }
    const own = listHashtags(text).flatMap((tag) =>
      ownTags.filter(([folded]) => folded === foldTag(tag)).map(([, takeaway]) => ({ tag, takeaway })),
    )
    for (const { tag, takeaway } of own) {
      sighting.signals.push({
        takeaway,
        kind: 'hashtag',
        written: `#${tag}`,
        seen: `carries the hashtag #${tag}`,
        confidence: 0.97,
      })
    }
    // A tag that a takeaway lists as its own says what it says, whatever number is in it.
    const isOwn = (marker: Marker) => own.some(({ tag }) => marker.written === `#${tag}`)
    add(
      findHashtagMarkers(text, campaign.hashtags).filter((marker) => !isOwn(marker)),
      'carries the hashtag',
      0.97,
    )
    add(findMarkers(text, Math.max(0, ...numbers)), 'says', 0.97)
    add(
      findShortMarkers(text).filter((marker) => !isOwn({ ...marker, written: `#${marker.written}` })),
      'says',
      0.95,
    )
    sighting.signals.push(
      ...readAnnouncements(input, links),
      ...readLinks(links),
      ...readGroup(input).filter(({ takeaway }) => numbers.has(takeaway)),
    )
    sighting.signals.push(...(input.relations ?? []).filter(({ takeaway }) => numbers.has(takeaway)))
    return {
      signals: dropRepeats(sighting.signals),
      doubtful: dropRepeats(sighting.doubtful),
      unknown: [...new Set(sighting.unknown)],
    }
  }
}

function addMarker(
  sighting: Sighting,
  marker: Marker,
  numbers: Set<number>,
  verb: string,
  confidence: number,
): void {
  const shown = verb === 'says' ? `“${marker.written}”` : marker.written
  const existing = marker.numbers.filter((number) => numbers.has(number))
  if (existing.length === 0 && !marker.isDoubtful) sighting.unknown.push(shown)
  const kind = verb === 'says' ? 'marker' : 'hashtag'
  const seen = marker.isDoubtful ? sighting.doubtful : sighting.signals
  for (const takeaway of existing) {
    seen.push({ takeaway, kind, written: marker.written, seen: `${verb} ${shown}`, confidence })
  }
}

function readGroup({ group }: FilingInput): Signal[] {
  if (!group) return []
  const seen = `came through “${group.name}”, which belongs to takeaway ${group.takeaway}`
  return [{ takeaway: group.takeaway, kind: 'group', written: group.name, seen, confidence: 0.9 }]
}

function dropRepeats(signals: Signal[]): Signal[] {
  const seen = new Set<string>()
  return signals.filter((signal) => {
    const key = `${signal.takeaway} ${signal.seen.toLowerCase()}`
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
}
