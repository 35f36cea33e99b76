// Words that are worked out once go stale: the language, the time or the data change, and they stay. Solid
// reads again only what stands inside of JSX, or in a function that something reads again.
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const web = fileURLToPath(new URL('../../web/', import.meta.url))
/** What builds the pages reads them for us, too. */
interface Parser {
  parseSync(
    file: string,
    text: string,
    options: { preserveParens: boolean },
  ): { program: Node; errors: { message: string }[] }
}

const { parseSync }: Parser = await import(createRequire(join(web, 'package.json')).resolve('vite'))

type Node = { type: string; start: number } & Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
const isFunction = ({ type }: Node) =>
  ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'].includes(type)
const isJsx = ({ type }: Node) => type === 'JSXElement' || type === 'JSXFragment'
/** What makes words: hooks that answer a function which says them, and our formatters. */
const saying = /^use(\w*(Messages|Words)|Common|DescribeError)$/
const formatters = /^(format(TimeAgo|Time|Day|DateTime)|tell[A-Z]\w*|title[A-Z]\w*|name[A-Z]\w*)$/

/** One sentence for each place where words would go stale. */
function findStale(source: string): string[] {
  const { program, errors } = parseSync('page.tsx', source, { preserveParens: false })
  if (errors.length > 0) throw new Error(errors[0]?.message)
  const found: string[] = []
  const say = (node: Node, why: string) => {
    const line = source.slice(0, node.start).split('\n').length
    found.push(`${line}: ${why}: ${source.slice(node.start, node.start + 60).split('\n')[0]}`)
  }
  const sayers = new Set<string>()
  walk(program, [], (node) => {
    const { id, init } = node as { id?: Node; init?: Node }
    if (node.type !== 'VariableDeclarator' || !id || !init || init.type !== 'CallExpression') return
    if (saying.test(String((init.callee as Node).name))) sayers.add(String(id.name))
  })
  walk(program, [], (node, above) => {
    if (isFunction(node) && isChildOfJsx(above)) checkChild(node)
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
    const name = source.slice((node.callee as Node).start, (node.callee as Node & { end: number }).end)
    if (name === 'Date.now' || (name === 'Date' && (node.arguments as Node[]).length === 0)) {
      if (!above.some((one) => one.async)) say(node, 'asks what time it is, once')
    } else if (sayers.has(name) || formatters.test(name)) checkWords(node, above)
  })
  return found

  /** The callback of a `Show` or a `For` runs once: what it answers is read again only if it is JSX. */
  function checkChild(child: Node) {
    for (const answer of listAnswers(child)) {
      const isPassedOn =
        answer.type === 'CallExpression' && (answer.callee as Node).type === 'MemberExpression'
      if (!isJsx(answer) && !isPassedOn) say(answer, 'a callback in JSX answers words and no element')
    }
  }

  function checkWords(node: Node, above: readonly Node[]) {
    const at = above.findLastIndex((one) => isFunction(one) || isJsx(one) || one.type === 'JSXAttribute')
    const nearest = above[at]
    if (nearest === undefined || isJsx(nearest) || nearest.type === 'JSXAttribute') return
    const inside = above.slice(at + 1)
    const isKept = inside.some(
      (one) => one.type === 'CallExpression' && /^set[A-Z]|^toast$/.test(String((one.callee as Node).name)),
    )
    if (isKept) say(node, 'keeps words where the reason for them belongs')
    const isPart = /^[A-Z]/.test(String((nearest.id as Node | null)?.name ?? ''))
    if (isPart || isChildOfJsx(above.slice(0, at))) say(node, 'says it while the part is made, once')
  }
}

/** JSX right above, with nothing but the braces between. */
function isChildOfJsx(above: readonly Node[]): boolean {
  const [outer, braces] = above.slice(-2)
  return braces?.type === 'JSXExpressionContainer' && outer !== undefined && isJsx(outer)
}

function listAnswers(child: Node): Node[] {
  const body = child.body as Node
  if (body.type !== 'BlockStatement') return [body]
  const answers: Node[] = []
  walk(body, [], (node, above) => {
    if (node.type === 'ReturnStatement' && isNode(node.argument) && !above.some(isFunction))
      answers.push(node.argument)
  })
  return answers
}

function walk(node: Node, above: readonly Node[], visit: (node: Node, above: readonly Node[]) => void): void {
  visit(node, above)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walk(child, [...above, node], visit)
  }
}

test('no page has words that stay when language, time or data change', () => {
  const stale = globSync('**/*.tsx', { cwd: web, exclude: ['node_modules/**'] })
    // The one place that asks for the time, again and again.
    .filter((file) => file !== join('lib', 'clock.tsx'))
    .flatMap((file) => findStale(readFileSync(join(web, file), 'utf8')).map((fault) => `${file}:${fault}`))
  expect(stale).toEqual([])
})

test.each([
  ['<Show when={page()}>{(page) => t("found", { count: page().total })}</Show>', 2],
  ['<Show when={page()}>{(page) => (page().total ? <b>1</b> : <i>0</i>)}</Show>', 1],
  ['<Show when={page()}>{(page) => <>{t("found", { count: page().total })}</>}</Show>', 0],
  ['<For each={all()}>{(one) => { const name = t("name"); return <p>{name}</p> }}</For>', 1],
  ['<For each={all()}>{(one) => { const name = () => t("name"); return <p>{name()}</p> }}</For>', 0],
  ['<p title={t("hint")}>{formatTime("en", Date.now())}</p>', 1],
])('%s', (jsx, faults) => {
  expect(findStale(`function Part() { const t = useTeamMessages(); return ${jsx} }`)).toHaveLength(faults)
})

test.each([
  ['const title = t("title"); return <h1>{title}</h1>', 1],
  ['const title = () => t("title"); return <h1>{title()}</h1>', 0],
  ['const onDone = () => setSaid(t("done")); return <p onClick={onDone}>{said()}</p>', 1],
  ['const onDone = () => toast({ text: t("done") }); return <p onClick={onDone} />', 1],
  ['const onDone = () => toast({ text: () => t("done") }); return <p onClick={onDone} />', 0],
])('%s', (body, faults) => {
  expect(findStale(`function Part() { const t = useCommon(); ${body} }`)).toHaveLength(faults)
})
