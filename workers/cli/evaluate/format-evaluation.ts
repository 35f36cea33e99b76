import type { Evaluation } from '@wall/filing/measure/evaluate'
import type { Figures } from '@wall/filing/measure/figures'

const fewPosts = 50

/** The figures as a table that a person can read. */
export function formatEvaluations(evaluations: readonly Evaluation[], posts: number): string {
  const few = posts < fewPosts ? `Figures of fewer than ${fewPosts} posts say little.\n` : ''
  const title = `${countPosts(posts)}, each judged by a model that did not learn from it`
  return `${title}\n${few}\n${evaluations.map(format).join('\n')}`
}

function format(evaluation: Evaluation): string {
  const { decisions, model, seedsAlone, naiveBayes, nearestTitle, gate, confusion, confused } = evaluation
  const columns = [model, ...(decisions > 0 ? [seedsAlone] : []), naiveBayes, nearestTitle]
  const row = (label: string, read: (figures: Figures) => number | null) =>
    `  ${label.padEnd(42)}${columns.map((figures) => percent(read(figures)).padStart(12)).join('')}`
  const languages = Object.entries(model.languages).map(([lang, figures]) => {
    return `  ${`${lang}: best right, among three (${countPosts(figures.posts)})`.padEnd(42)}${percent(figures.top1).padStart(12)}${percent(figures.top3).padStart(12)}`
  })
  const names = confusion.places.map((place) => (place === null ? 'none' : String(place)))
  const table = confusion.counts.map((counts, at) => {
    return `  ${(names[at] ?? '').padEnd(6)}${counts.map((count) => String(count).padStart(6)).join('')}`
  })
  return [
    tellLearnt(evaluation),
    `  ${''.padEnd(42)}${['this model', ...(decisions > 0 ? ['seeds alone'] : []), 'naive Bayes', 'title'].map((name) => name.padStart(12)).join('')}`,
    row('best takeaway is right', ({ top1 }) => top1),
    row('right one is among three', ({ top3 }) => top3),
    row('macro-F1', ({ macroF1 }) => macroF1),
    row('macro-F1 with none', ({ macroF1WithNone }) => macroF1WithNone),
    row('posts that could be filed, 80 % right', ({ coverage80 }) => coverage80),
    row('posts that could be filed, 90 % right', ({ coverage90 }) => coverage90),
    row('posts that could be filed, 95 % right', ({ coverage95 }) => coverage95),
    row('none told apart (AUROC)', ({ noneAuroc }) => noneAuroc),
    row('reliability error', ({ reliabilityError }) => reliabilityError),
    ...languages,
    `  by itself it would have filed ${percent(gate.filedShare)} of the posts, ${percent(gate.precision)} of them rightly (the gate opened in ${gate.openIn} of ${gate.of} trials)`,
    ...(confused.length > 0
      ? [
          `  often confused: ${confused.map(({ pair, share }) => `${pair[0]} and ${pair[1]} (${percent(share)})`).join(', ')}`,
        ]
      : []),
    `  belongs to (rows), put under (columns)${evaluation.draws > 1 ? `, over ${evaluation.draws} draws` : ''}:`,
    `  ${''.padEnd(6)}${names.map((name) => name.padStart(6)).join('')}`,
    ...table,
    '',
  ].join('\n')
}

/** How many decisions were really learnt from: of a few posts fewer can be drawn than were asked for. */
function tellLearnt({ decisions, learnt }: Evaluation): string {
  if (decisions === 0) return 'FROM THE SEEDS ALONE'
  const sum = learnt.reduce((so, one) => so + one.decisions, 0)
  const fewer = learnt.filter((one) => one.decisions < decisions)
  const title = `AFTER ${sum} DECISIONS`
  if (fewer.length === 0) return `${title}: ${decisions} FOR EACH TAKEAWAY AND FOR NONE`
  const list = fewer.map((one) => `${one.place ?? 'none'}: ${one.decisions}`).join(', ')
  return `${title}: ${decisions} FOR EACH TAKEAWAY AND FOR NONE, BUT NEVER MORE THAN HALF OF THE POSTS (${list})`
}

function countPosts(count: number): string {
  return `${count} ${count === 1 ? 'post' : 'posts'}`
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`
}
