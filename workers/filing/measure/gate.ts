import { type FilingGate, gateNeeds } from '@wall/db/model/filing/filing-state'
import type { Judged } from './judged.ts'
import { wilsonBounds } from './wilson.ts'

/** Nine times in ten the true share is above the bound at so many deviations. */
const nineInTen = 1.28

/** What a place may count for, however little the others do. */
const leastOfPlace = 5

/**
 * The lowest confidence from which on text has been right often enough: at least 20 moderated posts at or
 * above it, right at least as often as asked, with a lower Wilson bound of at least 0.8. Only posts that text
 * would file count, not those it calls "none"; and no place counts for more than all others together, since
 * who files everything under one takeaway is always foreseen.
 */
export function readGate(judged: readonly Judged[], target: number = gateNeeds.precision): FilingGate {
  const guesses = judged.flatMap(({ truth, ranking: [best] }) =>
    best && best.takeaway !== null
      ? [{ place: best.takeaway, confidence: best.confidence, isRight: best.takeaway === truth }]
      : [],
  )
  guesses.sort((a, b) => b.confidence - a.confidence)
  const places = new Map<number, { posts: number; right: number }>()
  let lowest: FilingGate | null = null
  let surest: FilingGate | null = null
  let best: FilingGate | null = null
  let last: Evidence = { posts: 0, right: 0, wilson: 0, target }
  for (const [index, { place, confidence, isRight }] of guesses.entries()) {
    const so = places.get(place) ?? { posts: 0, right: 0 }
    places.set(place, { posts: so.posts + 1, right: so.right + Number(isRight) })
    if (confidence === guesses[index + 1]?.confidence) continue
    const found = weigh([...places.values()], target)
    last = found
    if (found.posts < gateNeeds.posts) continue
    const { posts, right, wilson } = found
    if (right / posts >= target && wilson >= gateNeeds.wilson) {
      const threshold = Math.floor(confidence * 1000) / 1000
      const open: FilingGate = { ...found, isOpen: true, why: 'open', threshold }
      if (wilsonBounds(right, posts, nineInTen).lower >= target) lowest = open
      if (!surest || wilson > surest.wilson) surest = open
    }
    if (!best || wilson > best.wilson) {
      const why = right / posts < target ? 'not_precise' : 'not_certain'
      best = { ...found, isOpen: false, why, threshold: null }
    }
  }
  return lowest ?? surest ?? best ?? { ...last, isOpen: false, why: 'too_few', threshold: null }
}

type Evidence = Pick<FilingGate, 'posts' | 'right' | 'wilson' | 'target'>

function weigh(places: readonly { posts: number; right: number }[], target: number): Evidence {
  const all = places.reduce((sum, place) => sum + place.posts, 0)
  const counted = places.map(({ posts, right }) => {
    const most = Math.min(posts, Math.max(leastOfPlace, all - posts))
    return { posts: most, right: (right * most) / posts }
  })
  const posts = counted.reduce((sum, place) => sum + place.posts, 0)
  const right = Math.floor(counted.reduce((sum, place) => sum + place.right, 0) + 1e-9)
  return { posts, right, wilson: posts === 0 ? 0 : wilsonBounds(right, posts).lower, target }
}
