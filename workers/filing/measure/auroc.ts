/**
 * The chance that something true scores higher than something that is not; equal scores count half. Null
 * without either kind.
 */
export function tellAuroc(scores: readonly { score: number; isTrue: boolean }[]): number | null {
  const yes = scores.filter(({ isTrue }) => isTrue)
  const no = scores.filter(({ isTrue }) => !isTrue)
  if (yes.length === 0 || no.length === 0) return null
  let won = 0
  for (const one of yes) {
    for (const other of no) won += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0
  }
  return won / (yes.length * no.length)
}
