// Sizes are in hundredths of the screen's height, so that a 4K panel reads like a 1080p one.

const spotlightSteps: readonly [mostWeight: number, size: number][] = [
  [60, 6],
  [110, 5.2],
  [170, 4.5],
  [250, 4],
  [340, 3.6],
  [480, 3.2],
]
const besideSteps: readonly [mostWeight: number, size: number][] = [
  [70, 3.6],
  [130, 3.2],
  [180, 2.8],
]
const smallest = 1.8
const step = 0.2

/** The size words begin with, before it is seen whether they fit: the shorter, the larger. */
export function startSize(weight: number, card: { isSpotlight: boolean; hasPicture: boolean }): number {
  if (!card.isSpotlight) return besideSteps.find(([most]) => weight <= most)?.[1] ?? 2.6
  if (card.hasPicture) return weight <= 110 ? 4 : 3.2
  return spotlightSteps.find(([most]) => weight <= most)?.[1] ?? 2.8
}

/** Makes the words of a card as large as `first` if all of it is then inside, else smaller until it is. */
export function fitWords(card: HTMLElement, first: number): void {
  for (let size = first; size >= smallest; size -= step) {
    card.style.setProperty('--words', size.toFixed(1))
    if (card.scrollHeight <= card.clientHeight + 1 && card.scrollWidth <= card.clientWidth + 1) return
  }
}
