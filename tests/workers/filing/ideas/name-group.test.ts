import { createIdeaSpaces } from '@wall/filing/ideas/idea-space'
import { createNameSpotter, nameGroup } from '@wall/filing/ideas/name-group'
import { expect, test } from 'vitest'

const createSpace = createIdeaSpaces([], ['rethinkingintervention'])

function name(texts: readonly string[], preferred: readonly number[] = []) {
  const space = createSpace(
    texts.map((text, index) => ({ id: index + 1, text })),
    1,
  )
  return nameGroup(
    space,
    texts.map((_, index) => index),
    createNameSpotter(texts),
    new Set(preferred),
  )
}

test('a group is named in the words of one of its posts', () => {
  const texts = ['Pay for home visits in August', 'I would add home visits, for every family']
  const named = name(texts)
  expect(named?.name.toLowerCase()).toContain('home visits')
  expect(texts[(named?.postId ?? 0) - 1]?.toLowerCase()).toContain(named?.name.toLowerCase())
})

test('posts that everybody may see lend their words first', () => {
  expect(name(['Pay for home visits in August', 'Home visits for every family please'], [2])?.postId).toBe(2)
})

test('neither handles nor names of people become names of groups', () => {
  for (const text of [
    '@ms.rivera.example.org home visits with Marisol Rivera every August',
    'Let Marisol Rivera plan the home visits',
  ]) {
    expect(name([text])?.name).not.toMatch(/marisol|rivera|example/i)
  }
})

test('a name has two to seven words', () => {
  const words = name([
    'More time for counselors to sit down and talk with every single family that needs them',
  ])?.name.split(' ')
  expect(words?.length).toBeGreaterThanOrEqual(2)
  expect(words?.length).toBeLessThanOrEqual(7)
})

test('a name is a clause as it was said rather than a piece of one, and never ends on a small word within it', () => {
  expect(name(['Idea for the list: open the library at 7. Costs one kettle.'])?.name).toBe(
    'Open the library at 7',
  )
  expect(
    name(['We redesigned the lunch line with the kids of our math club as a queueing problem'])?.name,
  ).not.toMatch(/ (the|with|of|our|as|a)$/)
})

test.each([
  ['Stop saving the good books for honors', /stop/i],
  ['We should stop saving the good books for the honors classes', /stop/i],
  ['Please don’t pull kids out of art for reading groups', /don’t/i],
  ["I think we shouldn't track students by last year's scores", /shouldn't/i],
  ['No more homework packets over the winter break', /no more/i],
  ['Never give the newest teacher the hardest class', /never/i],
  ['Quit grading the practice work of ninth graders', /quit/i],
  ['Less test preparation before spring', /less/i],
  ['Timed fact tests in second grade must stop', /stop/i],
  ['the homework of every night has to go', /go$/i],
  ['Dejar de separar a los estudiantes por nivel de lectura', /dejar de/i],
  ['Ya no más tareas de castigo en vacaciones', /ya no/i],
  ['Nunca dejen solo al maestro nuevo con el grupo más difícil', /nunca/i],
  ['Menos exámenes de práctica antes de primavera', /menos/i],
])('a name never says the opposite: %s', (text, turn) => {
  expect(name([text])?.name).toMatch(turn)
})

test.each([
  ['Lend the good books to everybody instead of saving them for honors', 'saving them for honors'],
  ['Plan lessons together, without another evening meeting', 'another evening meeting'],
  ['Saving the good books for honors? Stop it.', 'saving the good books for honors'],
  ['Never again, in any school, save the good books for honors', 'save the good books for honors'],
  ['Read whole books together en vez de fotocopias sueltas', 'fotocopias sueltas'],
  ['Aprender jugando sin premios ni castigos', 'premios ni castigos'],
])('what is turned down is no name by itself: %s', (text, turned) => {
  expect(name([text])?.name.toLowerCase()).not.toBe(turned)
})

test('a sentence that turns something down is told whole, with what is to be done instead', () => {
  for (const text of [
    'Stop saving the good books for honors',
    'lend good books to all instead of saving them for honors',
  ])
    expect(name([text])?.name.toLowerCase()).toBe(text.toLowerCase())
})

test.each([
  ['Get rid of weekly pull-outs', /get rid/i],
  ['Do away with reading groups', /do away/i],
  ['Phase out ability tracking', /phase out/i],
  ['Put an end to timed testing', /an end/i],
  ['Give up grouping by scores', /give up/i],
  ['Throw out spelling worksheets', /throw out/i],
  ['Let go of ability grouping', /let go/i],
  ['Leave spelling worksheets behind', /leave/i],
  ['Say goodbye to timed drills', /goodbye/i],
  ['Refrain from timed testing', /refrain/i],
  ['Lack of planning time', /lack/i],
  ['Teachers lack planning time', /lack/i],
  ['Too much spring testing', /too much/i],
  ['Barely any good books', /barely/i],
  ['Far from useful spelling worksheets', /far from/i],
  ['I doubt that spelling worksheets help', /doubt/i],
  ['Saving good books is a mistake', /mistake/i],
  ['Timed spelling testing is bad', /bad/i],
  ['Weekly spelling worksheets are overrated', /overrated/i],
  ['Fuera las fichas de repaso', /fuera/i],
  ['Adiós a las fichas de repaso', /adiós/i],
  ['Kill the weekly spelling worksheets', /kill/i],
  ['Tired of timed fact tests', /tired/i],
  ['Down with ability tracking', /down with/i],
  ['Keep mornings free of timed testing', /free of/i],
  ['Timed fact testing hurts young readers', /hurts/i],
  ['Ability grouping is unfair', /unfair/i],
  ['Eradicate weekly spelling worksheets', /eradicate/i],
  ['Move away from grouping by scores', /move away/i],
  ['Hartos de las fichas de repaso', /hartos/i],
  ['Sobran las fichas de repaso', /sobran/i],
  ['Erradicar las fichas de repaso', /erradicar/i],
])('what turns words in two words, or from behind, comes along: %s', (text, turn) => {
  expect(name([text])?.name).toMatch(turn)
})

test('a word that every object knows is a word like others', () => {
  expect(name(['Ask the constructor for ramps'])?.name).toMatch(/ramps/)
})

test('a post without words names nothing', () => {
  expect(name(['😀'])).toBeUndefined()
})
