// Plain requests to one node among several.

/** Who is signed in there, by its own word. */
export async function readUser(node: string, cookie: string): Promise<unknown> {
  const answer = await fetch(`${node}/api/session`, { headers: { cookie } })
  return ((await answer.json()) as { user: unknown }).user
}

/** As a page of that node would. */
export function send(
  node: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${node}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: node, ...headers },
    body: JSON.stringify(body),
  })
}

/** As a browser sends them back. */
export function readCookies(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
