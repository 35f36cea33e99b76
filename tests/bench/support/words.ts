import type { Random } from './random.ts'

/** So many words as people write them: some capitals, commas, line breaks and emoji. */
export function writeWords(random: Random, count: number): string {
  let text = ''
  for (let index = 0; index < count; index += 1) {
    const word = random.pick(words)
    const end = index === count - 1 ? '' : random.pick(gaps)
    text += (index === 0 ? word[0]?.toUpperCase() + word.slice(1) : word) + end
  }
  return text + random.pick(endings)
}

const words = (
  'students need time before names and number talk in small groups so teachers can plan together each week with ' +
  'one clear goal for reading math coach support tier data that families understand while we share what works ' +
  'and stop what does not because energy money people matter more than another program says my principal today ' +
  'morning coffee rain game music new photo cat garden bike train friends dinner film season team score happy ' +
  'los estudiantes necesitan tiempo y maestros que planean juntos cada semana para leer mejor café niños'
).split(' ')

const gaps = [...Array<string>(12).fill(' '), ', ', '. ', '\n', ' – ', ' … ']
const endings = ['', '', '.', '!', '?', ' 🙂', ' 🎉🎉', ' ❤️', ' 東京']
