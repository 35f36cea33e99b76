import { createWordReader } from '../text/read-words.ts'
import { stemWord } from '../text/stem-word.ts'
import sameWords from './same-words.json' with { type: 'json' }

/** A word of a post that says what it is about. */
export interface Term {
  /**
   * What it is compared by: the same for the forms of a word, and for words of school life that mean the same
   * in English and Spanish.
   */
  key: string
  stem: string
  word: string
}

/**
 * Reads the terms of a post: no addresses, handles or campaign tags, no small words, nothing of how people
 * say that they propose something ("what I'd add", "que los …", "steal this").
 */
export function createTermReader(campaignTags: readonly string[]): (text: string) => Term[] {
  const readWords = createWordReader(campaignTags)
  return (text) =>
    readWords(text)
      .map((word) => ({ word, stem: stemWord(word) }))
      .filter((term) => term.stem.length > 1 && !small.has(term.stem))
      .map((term) => ({ ...term, key: sets.get(term.stem) ?? term.stem }))
}

const sets = new Map(
  sameWords.flatMap((words) => {
    const stems = words.split(' ').map(stemWord)
    return stems.map((one) => [one, `=${stems[0]}`] as const)
  }),
)

const small = new Set(
  (
    "a about after again all almost already also always am an and another any anybody anyone anything anyway are aren't as at away back be because been before being both but by came can can't come could " +
    "couldn't did didn't do does doesn't doing don't done down each either else enough even ever every everybody everyone everything few first for from gave get gets getting give gives given go goes going gonna gone got had has have having he her here hers " +
    "him his how i i'd i'll i'm i've if in instead into is isn't it it's its itself just keep know knows last least less let lets let's like likes little lol look looks lot lots made make makes making many may maybe me mean might mine more most much must my need needs never new no nobody not nothing now of off oh ok okay on once one ones only or other " +
    "others our ours out over own part people person please pls put puts quite real really right said same saw say says see seen she should shouldn't shd since so some somebody someone something still such sure take takes tell tells than thank thanks that that's the their them then there there's these they they're thing things think this those though three through til till to too took try two u under until up us use used using " +
    "very want wants was wasn't way we we'd we're we've well went were what what's when where which while who whole whose why will with within without won't would wouldn't y'all yeah yes yet you you'd you're your yours " +
    // How people propose.
    'add adds adding addition agregar agregaría agregaria añadir añadiría anadiria idea ideas propose proposal proposing suggestion suggest propongo propuesta sugiero steal copy cópienlo copienlo recommend recommended suggestion list wish hear ' +
    // Spanish.
    'a al algo alguien algún alguna algunos antes así aunque aquí ahí cada casi como con cómo cosa cosas cual cuál cuando cuándo da dan dar de del den desde después dice dicen dijo donde dos e el él ella ellas ellos en entonces entre era eran es esa ese eso esos esta está están estas este esto estos fue ha hace hacen hacer haga hagan han hasta hay hoy iba ir la las le les lo los luego más mas me mejor menos mi mis mientras mismo mismos muy nada nadie ni no nomás ' +
    'nos nosotros nuestra nuestro o otra otro otros para pero pienso pongan poner pondría por porque pues puro que qué quien quién quienes quisiera sé se sea sean según ser si sí sido siempre sin sino sobre solo sólo son su sus tal también tan tanto te tener tenga tengan tengo ti tiene tienen toda todas todo todos tres tu tú tus un una unas uno unos va vamos van vaya vayan ver vez voy y ya yo'
  )
    .split(' ')
    .map(stemWord),
)
