import { lines, tellMeasure } from '@wall/api/filing/tell-measure'
import { createRouter } from '@wall/api/http/router'
import { listen } from '@wall/api/http/server'
import { createLog } from '@wall/api/log'
import { AppError } from '@wall/db/model/error'
import { expect, onTestFinished, test } from 'vitest'

type Measure = Parameters<typeof tellMeasure>[2]

async function serve(measure: Measure, logged: string[] = []) {
  const log = createLog({ level: 'info', destination: { write: (line) => void logged.push(line) } })
  const app = createRouter().post('/', (c) => tellMeasure(c, log, measure))
  const server = await listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => server.close(0))
  server.serve(app.fetch)
  return (signal?: AbortSignal) =>
    fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', signal: signal ?? null })
}

const readAll = async (answer: Response) =>
  (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('the beginning, the parts and the answer come as lines', async () => {
  const answer = { figures: null, confused: [], alike: [] }
  const ask = await serve(async ({ onPart }) => {
    onPart?.({ done: 1, of: 3, figures: null })
    return answer
  })
  const response = await ask()
  expect(response.headers.get('content-type')).toBe(lines)
  expect(await readAll(response)).toEqual([
    { part: { done: 0, of: 1, figures: null } },
    { part: { done: 1, of: 3, figures: null } },
    { answer },
  ])
})

test('the first line comes before anything is known, and who goes away ends the measure', async () => {
  let ending: AbortSignal | undefined
  const ask = await serve(({ signal }) => {
    ending = signal
    return new Promise(() => {})
  })
  const leaving = new AbortController()
  const { value } = (await (await ask(leaving.signal)).body?.getReader().read()) ?? {}
  expect(new TextDecoder().decode(value)).toContain('"done":0')
  expect(ending?.aborted).toBe(false)
  leaving.abort()
  await expect.poll(() => ending?.aborted).toBe(true)
})

test('what went wrong is the last line; what broke is logged, and its words stay inside', async () => {
  const logged: string[] = []
  const conflict = await serve(() => Promise.reject(new AppError('conflict', 'Newer ones came.')))
  expect((await readAll(await conflict())).at(-1)).toEqual({
    error: { code: 'conflict', message: 'Newer ones came.' },
  })
  const broken = await serve(() => Promise.reject(new Error('secret')), logged)
  expect((await readAll(await broken())).at(-1)).toMatchObject({ error: { code: 'internal' } })
  expect(logged.join('')).toContain('secret')
})
