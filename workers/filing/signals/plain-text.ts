import { findUrls } from './find-urls.ts'

/**
 * The words of a post for reading markers: web addresses and handles blanked (a handle may hold "takeaway3"),
 * compatibility forms made plain, and keycaps (3️⃣) turned into their digits.
 */
export function toPlainText(text: string): string {
  let plain = ''
  let from = 0
  for (const url of findUrls(text)) {
    plain += `${text.slice(from, url.start)} `
    from = url.end
  }
  return (
    (plain + text.slice(from))
      .replace(/(?<![\p{L}\p{N}])@[\p{L}\p{N}._-]+/gu, ' ')
      // A raised or lowered figure behind a word is a footnote, and none of its number.
      .replace(/(?=[¹²³⁰-⁹₀-₉])(?<=[\p{L}\p{N}]\p{Default_Ignorable_Code_Point}*)[¹²³⁰-⁹₀-₉]+/gu, ' ')
      .replace(figureSigns, '$1 ')
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}|\u20E3/gu, '')
  )
}

/**
 * Keycaps and other signs with a figure, glued to a hashtag that is not the word for a takeaway: they adorn
 * it.
 */
const figureSigns =
  /([#＃](?!take|conclus)[\p{L}\p{M}\p{Nd}\p{Default_Ignorable_Code_Point}_]*?)(?:\d\uFE0F?\u20E3|[\p{No}\p{Nl}])+/giu
