/** What each of forty takeaways is about: two words that no other has, and no language. */
export const subjects = Array.from({ length: 40 }, (_, at) => {
  const [first, second] = [Math.floor(at / 8), at % 8].map((part) => 'bdfgklmn'[part] ?? 'x')
  return `${first}a${second}o${first}i ${second}u${first}e${second}a`
})

/** So many takeaways with nothing but titles, for a campaign file. */
export function makeSubjectTakeaways(count: number) {
  return subjects.slice(0, count).map((subject, at) => ({
    ...{ number: at + 1, slug: `subject-${at + 1}`, title: `About ${subject}` },
  }))
}
