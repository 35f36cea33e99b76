import { type CampaignContent, numberOf } from '@wall/db/model/campaign'
import type { Signal } from '@wall/db/model/filing/filing'
import type { FilingInput } from '../filing-input.ts'
import { createAnnouncementReader, type ReadAddress } from './announcement.ts'
import { findUrls } from './find-urls.ts'
import { foldTag } from './fold-tag.ts'
import { findHashtagMarkers, listHashtags } from './hashtag.ts'
import { createLinkReader } from './link.ts'
import { findMarkers, type Marker } from './marker.ts'
import { toPlainText } from './plain-text.ts'
import { findShortMarkers } from './short-marker.ts'
import type { Sighting } from './signal.ts'

/** Makes the reader of everything in a post that names a takeaway outright. */
export function createSignalReader(
  campaign: CampaignContent,
  readAddress: ReadAddress = () => undefined,
): (input: FilingInput) => Sighting {
  const byNumber = new Map(campaign.takeaways.map(({ number, id }) => [number, id]))
  const ids = new Set(byNumber.values())
  const readLinks = createLinkReader(campaign)
  const readAnnouncements = createAnnouncementReader(campaign, readAddress)
  const ownTags = campaign.takeaways.flatMap((takeaway) =>
    takeaway.hashtags.map((tag) => [foldTag(tag), takeaway.id] as const),
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
      for (const marker of markers) addMarker(sighting, marker, findNamed(marker, input), verb, confidence)
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
    add(findMarkers(text, Math.max(0, ...byNumber.keys())), 'says', 0.97)
    add(
      findShortMarkers(text).filter((marker) => !isOwn({ ...marker, written: `#${marker.written}` })),
      'says',
      0.95,
    )
    sighting.signals.push(
      ...readAnnouncements(input, links),
      ...readLinks(links),
      ...readGroup(input, campaign).filter(({ takeaway }) => ids.has(takeaway)),
    )
    for (const one of input.relations ?? []) {
      const seen = `${one.seen} under takeaway ${numberOf(campaign, one.takeaway)}`
      if (ids.has(one.takeaway)) sighting.signals.push({ ...one, seen })
    }
    return {
      signals: dropRepeats(sighting.signals),
      doubtful: dropRepeats(sighting.doubtful),
      unknown: [...new Set(sighting.unknown)],
    }
  }

  /** A number means what it meant when it was first read, whatever takeaway has that number now. */
  function findNamed({ written, numbers }: Marker, { seenBefore = [] }: FilingInput): number[] {
    const known = seenBefore.filter((signal) => signal.written === written)
    if (known.length > 0) return known.flatMap(({ takeaway }) => (ids.has(takeaway) ? takeaway : []))
    return numbers.flatMap((number) => byNumber.get(number) ?? [])
  }
}

function addMarker(
  sighting: Sighting,
  marker: Marker,
  existing: readonly number[],
  verb: string,
  confidence: number,
): void {
  const shown = verb === 'says' ? `“${marker.written}”` : marker.written
  if (existing.length === 0 && !marker.isDoubtful) sighting.unknown.push(shown)
  const kind = verb === 'says' ? 'marker' : 'hashtag'
  const seen = marker.isDoubtful ? sighting.doubtful : sighting.signals
  for (const takeaway of existing) {
    seen.push({ takeaway, kind, written: marker.written, seen: `${verb} ${shown}`, confidence })
  }
}

function readGroup({ group }: FilingInput, campaign: CampaignContent): Signal[] {
  if (!group) return []
  const seen = `came through “${group.name}”, which belongs to takeaway ${numberOf(campaign, group.takeaway)}`
  return [{ takeaway: group.takeaway, kind: 'group', written: group.name, seen, confidence: 0.9 }]
}

function dropRepeats(signals: Signal[]): Signal[] {
  const seen = new Set<string>()
  return signals.filter((signal) => {
    const key = `${signal.takeaway} ${signal.seen.toLowerCase()}`
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
}
