/**
 * The form in which two spellings of a hashtag are the same: without leading hash signs, compatibility forms
 * (full width, ligatures, …) made plain (NFKC), small letters, and without what cannot be seen: variation
 * selectors, zero-width characters, soft hyphens. A combining mark belongs to its letter, so it stays and
 * makes another tag.
 */
export function foldTag(tag: string): string {
  // `trimEnd` and no pattern: that would read a long run of spaces again from each of them.
  return foldText(tag).replace(lead, '').trimEnd()
}

/** The same folding for running text, which keeps its hash signs. Folding twice is the same as once. */
export function foldText(text: string): string {
  if (plain.test(text)) return text
  let folded = text
  // Small letters or a dropped character can make a new composed character, so until nothing changes.
  for (let round = 0; round < 4; round += 1) {
    const next = folded
      .normalize('NFKC')
      .toLowerCase()
      .replace(unseen, '')
      .replaceAll('ς', 'σ')
      .normalize('NFKC')
    if (next === folded) break
    folded = next
  }
  return folded
}

const plain = /^[a-z0-9]*$/
const lead = /^[\s#]+/u
const unseen = /\p{Default_Ignorable_Code_Point}/gu
