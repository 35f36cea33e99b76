import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ourMark } from '@wall/api/wire/mark'
import { createHttp } from '@wall/web/api/client'
import { getCampaignSlug, listWallPosts } from '@wall/web/api/wall'
import { describe, expect, onTestFinished, test } from 'vitest'

describe('requests to our own server', () => {
  test('give the parsed answer', async () => {
    const http = await serve((_request, response) =>
      response.end(JSON.stringify({ campaigns: [{ slug: 'a', name: 'A' }] })),
    )
    expect(await getCampaignSlug(http, '')).toBe('a')
  })

  test('ask for the campaign in the address without a look at the list', async () => {
    const http = await serve((_request, response) => response.writeHead(500).end())
    expect(await getCampaignSlug(http, '?campaign=spring')).toBe('spring')
  })

  test('carry the code, the words and the faults of an ErrorBody', async () => {
    const error = {
      code: 'conflict',
      message: 'Somebody decided first.',
      fields: [{ path: 'version', message: 'is old' }],
    }
    const http = await serve((_request, response) => response.writeHead(409).end(JSON.stringify({ error })))
    await expect(http.send('POST', '/api/x', {})).rejects.toMatchObject(error)
  })

  test.each([
    [401, 'unauthorized'],
    [404, 'not_found'],
    [429, 'rate_limited'],
    [500, 'internal'],
    [502, 'upstream'],
    [503, 'unavailable'],
  ])("take a proxy's page with status %i as %s", async (status, code) => {
    const http = await serve((_request, response) => response.writeHead(status).end('<html>no</html>'))
    await expect(http.get('/api/x')).rejects.toMatchObject({ code })
  })

  test('take a page instead of JSON as not from this wall', async () => {
    const http = await serve((_request, response) => response.end('<html>Sign in to the hotel</html>'))
    await expect(http.get('/api/x')).rejects.toMatchObject({ code: 'upstream' })
  })

  test.each([
    [200, '{"campaigns":[{"slug":"theirs","name":"A hall"}]}'],
    [200, '<html>Welcome to nginx</html>'],
    [204, undefined],
  ])('take nothing from whoever answers in its place, be it %i %s', async (status, body) => {
    const http = await serve((_request, response) => {
      response.removeHeader(ourMark)
      response.writeHead(status).end(body)
    })
    await expect(http.get('/api/campaigns')).rejects.toMatchObject({ code: 'upstream' })
    await expect(http.send('POST', '/api/x', {})).rejects.toMatchObject({ code: 'upstream' })
  })

  test('take nothing that breaks off in the middle', async () => {
    const http = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"campaigns":[')
      setImmediate(() => response.destroy())
    })
    await expect(http.get('/api/campaigns')).rejects.toMatchObject({ code: 'offline' })
  })

  test('tell a server that is slow from one that is not there', async () => {
    const slow = await serve(() => undefined, 50)
    await expect(slow.get('/api/x')).rejects.toMatchObject({ code: 'timeout' })
    const away = createHttp((path, init) => fetch(`http://127.0.0.1:1${path}`, init))
    await expect(away.get('/api/x')).rejects.toMatchObject({ code: 'offline' })
  })

  test('tell lines of JSON as they come, wherever the pieces break, and throw what a line says went wrong', async () => {
    const pieces = ['{"n":1}\n{"n"', ':2,"w":"ñ', '"}\n\n{"n":3}']
    const http = await serve(async (_request, response) => {
      for (const piece of pieces) {
        response.write(piece)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      response.end()
    })
    const told: unknown[] = []
    await http.sendForLines('/api/x', {}, (line) => told.push(line))
    expect(told).toEqual([{ n: 1 }, { n: 2, w: 'ñ' }, { n: 3 }])
    const error = { code: 'conflict', message: 'Newer ones came.' }
    const ending = await serve((_request, response) =>
      response.end(`{"n":1}\n${JSON.stringify({ error })}\n`),
    )
    await expect(ending.sendForLines('/api/x', {}, (line) => told.push(line))).rejects.toMatchObject(error)
    expect(told).toHaveLength(4)
    const page = await serve((_request, response) => response.end('<html>no</html>'))
    await expect(page.sendForLines('/api/x', {}, () => undefined)).rejects.toMatchObject({ code: 'upstream' })
  })

  test('name the takeaway and the place to go on from', async () => {
    const asked: string[] = []
    const http = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.end(JSON.stringify({ posts: [], next: null }))
    })
    await listWallPosts(http, 'spring', { takeaway: null, before: null })
    await listWallPosts(http, 'spring', { takeaway: 3, before: 'c/1' })
    expect(asked).toEqual([
      '/api/campaigns/spring/posts?takeaway=unfiled',
      '/api/campaigns/spring/posts?takeaway=3&before=c%2F1',
    ])
  })
})

async function serve(listener: RequestListener, timeoutMs?: number) {
  const server = createServer((request, response) => {
    response.setHeader(ourMark, '1')
    return listener(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return createHttp((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init), timeoutMs)
}
