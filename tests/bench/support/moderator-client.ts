import { moderator } from './moderator.ts'
import type { Wall } from './wall.ts'

/** Signs in over HTTP; answers the cookie. */
export async function signIn(origin: string): Promise<string> {
  const { email, password } = moderator
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email, password }),
  })
  const said = await answer.text()
  if (!answer.ok) throw new Error(`signing in was answered with ${answer.status}: ${said}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}

/** Signs in over HTTP; the function it gives approves a post that nobody has touched. */
export async function createModeratorClient(
  wall: Pick<Wall, 'port' | 'slug'>,
): Promise<(postId: number) => Promise<void>> {
  const origin = `http://localhost:${wall.port}`
  const cookie = await signIn(origin)
  const send = async (path: string, body: unknown): Promise<Response> => {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin', cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }

  const queue = await fetch(`${origin}/api/campaigns/${wall.slug}/queue?standing=pending`, {
    headers: { cookie },
  })
  if (!queue.ok) throw new Error(`the queue answered ${queue.status}: ${await queue.text()}`)
  const { posts } = (await queue.json()) as { posts: { version: number }[] }
  // All were stored and confirmed alike.
  const version = posts[0]?.version ?? 1
  return async (postId) => {
    const body = { version, standing: 'approved' }
    await (await send(`/api/campaigns/${wall.slug}/posts/${postId}/decision`, body)).text()
  }
}
