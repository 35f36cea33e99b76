import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { CampaignContent } from '@wall/db/model/campaign'
import { createSignalReader } from '@wall/filing/signals/read-signals'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const read = createSignalReader(builtInCampaign())
const numbersIn = (text: string) => [...new Set(read({ text }).signals.map((signal) => signal.takeaway))]

describe('a takeaway named in the text', () => {
  test.each<[string, number]>([
    ['#takeaway3 yes', 3],
    ['#Takeaway_3', 3],
    ['#takeaway-3', 3],
    ['#TakeawayThree', 3],
    ['#takeaway3’s video', 3],
    ['#edchat#takeaway3', 3],
    ['＃ｔａｋｅａｗａｙ３', 3],
    ['#conclusión3', 3],
    ['#conclusion3', 3],
    ['#rethinkingintervention3', 3],
    ['#RethinkingIntervention_3', 3],
    ['#rethinkinginterventionT4', 4],
    ['Takeaway 3', 3],
    ['Takeaway 4: me and my class', 4],
    ['Takeaway 4 is for me', 4],
    ['Takeaway 4 – you are right', 4],
    ['In takeaway 2 they go on', 2],
    ['Takeaway 2: go slow', 2],
    ['takeaway 4 says so', 4],
    ['Takeaway 1 of 6', 1],
    ['Discussed takeaway 4 today', 4],
    ['Takeaway 3 points out a lot', 3],
    ['I liked takeaway 3 more than the others', 3],
    ['Takeaway 3 sat with me', 3],
    ['I missed the T4 video', 4],
    ['T6 models what leaders do', 6],
    ['Loved the T4 video', 4],
    ['T6: I took the bus', 6],
    ['T4 - forms are not the point', 4],
    ['takeaway #3', 3],
    ['Takeaway no. 4', 4],
    ['Takeaway number five', 5],
    ['Takeaway (2)', 2],
    ['Takeaway3 was great', 3],
    ['take-away #4', 4],
    ['Takeaway 3️⃣', 3],
    ['Takeaway ③', 3],
    ['#takeaway3️⃣', 3],
    ['#RethinkingIntervention 3️⃣ is Takeaway 3', 3],
    ['TAKEAWAY THREE', 3],
    ['Takeaway one: names', 1],
    ['takeaway IV', 4],
    ['Takeaway 3/6', 3],
    ['takeaway 3 of 6', 3],
    ['takeaway 3 - 2 ideas', 3],
    ['Takeaway 5, 2 years ago', 5],
    ['Conclusión 3', 3],
    ['CONCLUSIÓN 3', 3],
    ['conclusio\u0301n 3', 3],
    ['conclusión nº 4', 4],
    ['la conclusión tres', 3],
    ['takeaway tres', 3],
    ['T3: yes', 3],
    ['#edchat t3: yes', 3],
    ['Loved T2!', 2],
    ['(T6)', 6],
    ['Add to T6: a floating sub', 6],
    ['T4 question for the room', 4],
    ['#T4', 4],
    ['T2: tier talk is not this', 2],
  ])('%s', (text, number) => {
    expect(numbersIn(text)).toEqual([number])
  })
})

describe('what only looks like one', () => {
  test.each([
    '',
    'Title 1 buildings',
    'Takeaway 4 me is that kids need time',
    'takeaways 4 u and yours',
    'takeaway 3 Monday',
    'the biggest takeaway 2 remember',
    'takeaway 2 go please',
    'takeaway 2night',
    'takeaway 1 more thing',
    'Takeaway 3 things I learned',
    'Takeaway 3 times a week',
    'Takeaway 5 £',
    'takeaway 6 pm',
    'Takeaway 5 o’clock',
    'takeaway 3 March',
    'takeaway 2 pizzas',
    'Conclusión 4 cosas',
    'conclusión 3 de marzo',
    'I took the T6 bus',
    'I took the T6.',
    'we ride the T5 to school',
    'the T5 line is late',
    'stuck on the T4',
    'waiting at terminal T4',
    'my T4 form came',
    'Tomé el T6 esta mañana',
    'la línea T5',
    'T4 thyroid levels',
    'grade 3 and 3rd grade',
    'tier 2, Tier 3',
    'T2 groups meet on Mondays',
    'T2 interventions',
    'our T3 reading block',
    'kids in T2 since October',
    'moved from T2 to T3',
    'T2 and MTSS',
    '#T2 #MTSS',
    'our t3 kids',
    'T-3 days',
    'T4 week 2',
    'my son has T1 diabetes',
    'AT-T3',
    'T1.5',
    'T100',
    'my takeaway: 3 things',
    'my takeaway 3 weeks in',
    'the takeaway one gets',
    'my takeaway two hours later',
    '3 takeaways',
    'take away 3 desks',
    'takeaway 3.5',
    'takeaway 3%',
    'takeaway 3rd',
    'Yes #RethinkingIntervention²',
    '#RethinkingIntervention³ and more',
    '#RethinkingIntervention\u200D²',
    '#RethinkingIntervention₂',
    '#RethinkingIntervention3️⃣',
    '#RethinkingIntervention\u200D3⃣ yes',
    '#RethinkingIntervention1️⃣2️⃣',
    '#RethinkingIntervention③',
    '#RethinkingIntervention⑷',
    '#RethinkingIntervention⒌',
    '#RethinkingInterventionⅣ',
    '#RethinkingIntervention½',
    'in conclusion 3 things',
    'en conclusión 3 cosas',
    'Loved 2 and 5',
    'Week 3 video',
    'K-2 and G3',
    '@takeaway3.example.org hello',
    'https://example.org/takeaway3',
    'example.org/#takeaway3',
    '#takeaway3d',
    '#mytakeaway3',
    '#rethinkinginterventions3',
  ])('%s', (text) => {
    expect(read({ text }).signals).toEqual([])
  })
})

describe('what says which number it means is in no doubt', () => {
  test.each<[string, number]>([
    ['Takeaway 4 Today I learned a lot', 4],
    ['Takeaway 2 Everyday kids need this', 2],
    ['Takeaway 3 Someday we will', 3],
    ['Takeaway #4 Wednesday', 4],
    ['takeaway #4 me', 4],
    ['Takeaway No. 2 go', 2],
    ['takeaway number 3 things', 3],
    ['Takeaway #3 weeks on', 3],
    ['Names matter.\nT4 models it', 4],
    ['Loved T2, and T4 too', 2],
  ])('%s', (text, number) => {
    expect(numbersIn(text)).toEqual([number])
  })
})

describe('what may mean something else is a suggestion at most', () => {
  test.each<[string, number]>([
    ['Takeaway 4 me is that kids need time', 4],
    ['Takeaway 4 sure hits home', 4],
    ['Takeaway 4 your students deserve it', 4],
    ['Takeaway 4 us teachers know', 4],
    ['Takeaway 3 things get real', 3],
    ['takeaway 3 Monday', 3],
    ['takeaway 5 jueves', 5],
    ['takeaway 2 sábado', 2],
    ['I filled in a T4', 4],
    ['I flew from T5', 5],
    ['arrive T5 at noon', 5],
    ['Stopped at T4', 4],
    ['got my T4 today', 4],
    ['got my T4 #RethinkingIntervention', 4],
    ['I took the T6.', 6],
    ['size T4', 4],
    ['Ich fahre T6', 6],
    ['a seat on the T5 or T6', 5],
    ['Llegué por la T4', 4],
  ])('%s', (text, number) => {
    const { signals, doubtful } = read({ text })
    expect(signals).toEqual([])
    expect(doubtful[0]).toMatchObject({ takeaway: number, kind: 'marker' })
  })

  test.each(['My T3 was low', 'Samsung T5 SSD', 'the T2 weighted image', 'T4 lymphocytes', 'T6 torx'])(
    '%s',
    (text) => {
      expect(read({ text }).signals).toEqual([])
    },
  )
})

test.each<[string, number[]]>([
  ['takeaways 2 and 5', [2, 5]],
  ['takeaways 1, 3 and 4', [1, 3, 4]],
  ['takeaways 2 and 4: me too', [2, 4]],
  ['Takeaways 1-3', [1, 2, 3]],
  ['takeaways 1 to 3', [1, 2, 3]],
  ['takeaway 2 & 5', [2, 5]],
  ['conclusiones 2 y 5', [2, 5]],
  ['#takeaway2 but really Takeaway 5', [2, 5]],
  ['T1/T4', [1, 4]],
])('%s names several', (text, numbers) => {
  expect(numbersIn(text).sort()).toEqual(numbers)
})

test('a number without a takeaway is told and is no signal', () => {
  expect(read({ text: 'Takeaway 9 and #takeaway0' })).toEqual({
    signals: [],
    doubtful: [],
    unknown: ['#takeaway0', '“Takeaway 9”'],
  })
})

test('tags beside the text count as hashtags', () => {
  expect(read({ text: 'hi', tags: ['takeaway4'] }).signals).toMatchObject([
    { takeaway: 4, kind: 'hashtag', seen: 'carries the hashtag #takeaway4', confidence: 0.97 },
  ])
})

const own = CampaignContent.parse({
  name: 'Own',
  hashtags: ['own'],
  homepage: 'https://example.org/',
  takeaways: [
    {
      number: 1,
      slug: 'one',
      title: 'One',
      hashtags: ['SeenAndKnown'],
      video: 'https://www.youtube.com/watch?v=abc_DEF-123',
      guide: 'https://example.org/guide.pdf?id=1',
      page: 'https://example.org/all',
      announcements: ['post:1'],
    },
    {
      number: 2,
      slug: 'two',
      title: 'Two',
      hashtags: ['own7'],
      video: 'https://vimeo.com/123456',
      page: 'https://example.org/all',
      announcements: ['https://social.example/2'],
    },
    { number: 3, slug: 'three', title: 'Three', page: 'https://www.example.org/three/' },
  ],
})
const readOwn = createSignalReader(own, (address) => {
  const page = /^https:\/\/social\.example\/(\d+)$/.exec(address)
  return page ? `post:${page[1]}` : undefined
})

test('a takeaway’s own hashtag names it, whatever number is in it', () => {
  expect(readOwn({ text: '#seenandknown' }).signals.map((signal) => signal.takeaway)).toEqual([1])
  expect(readOwn({ text: '#Own7' })).toMatchObject({ signals: [{ takeaway: 2 }], unknown: [] })
})

test.each<[string, number | null]>([
  ['https://youtu.be/abc_DEF-123?si=x', 1],
  ['https://m.youtube.com/watch?feature=share&v=abc_DEF-123', 1],
  ['https://www.youtube.com/embed/abc_DEF-123', 1],
  ['https://www.youtube.com/watch?v=other', null],
  ['http://example.org/guide.pdf?utm_source=x&id=1', 1],
  ['example.org/guide.pdf?id=1', 1],
  ['https://example.org/guide.pdf?id=2', null],
  ['https://player.vimeo.com/video/123456', 2],
  ['https://example.org/three?utm_campaign=week', 3],
  ['https://example.org/all', null],
  ['https://example.org', null],
  ['javascript:alert(1)', null],
  ['', null],
])('the link %s', (link, takeaway) => {
  const signals = readOwn({ text: '', links: [link] }).signals
  expect(signals.map((signal) => signal.takeaway)).toEqual(takeaway === null ? [] : [takeaway])
})

test('a link written in the text counts', () => {
  expect(readOwn({ text: 'see youtu.be/abc_DEF-123' }).signals).toMatchObject([{ takeaway: 1 }])
})

test('replies to, threads under, quotes of and links to an announcement', () => {
  const uri = 'post:1'
  const seen = (input: object) => readOwn({ text: '', ...input }).signals.map((signal) => signal.seen)
  expect(seen({ replyTo: uri, replyRoot: uri })).toEqual(['answers the announcement of takeaway 1'])
  expect(seen({ replyTo: 'at://x', replyRoot: uri })).toEqual([
    'stands in the thread under the announcement of takeaway 1',
  ])
  expect(seen({ quoteOf: 'post:2' })).toEqual(['quotes the announcement of takeaway 2'])
  expect(seen({ links: ['https://social.example/1'] })).toEqual(['links to the announcement of takeaway 1'])
  expect(seen({ replyTo: 'post:11' })).toEqual([])
})

test('a long run of spaces after the word is read once, not in every way it could be parted', () => {
  const wide = ' '.repeat(6_000)
  expect(read({ text: `takeaway${wide}x` }).signals).toEqual([])
  expect(read({ text: `takeaway${wide}(${wide}#${wide}3` }).signals).toMatchObject([{ takeaway: 3 }])
})

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string()),
      fc.array(fc.string()),
      (text, tags, links) => {
        for (const reader of [read, readOwn]) {
          const { signals } = reader({ text, tags, links, replyTo: text, quoteOf: text })
          expect(signals.every((signal) => signal.takeaway >= 1 && signal.takeaway <= 6)).toBe(true)
        }
      },
    ),
  )
})
