// Scripted bad answers for `startAppViewServer({ onCall })`.
import type { Answer, Call } from '@wall/workers/demo/network/appview-server'
import type { JsonObject } from '@wall/workers/demo/network/network-event'

/** Makes another answer of the good one. */
export type AnswerFault = (answer: Answer) => Answer | Promise<Answer>

export interface AppViewFaults {
  onCall(call: Call, answer: () => Answer): Answer | Promise<Answer>
  /** The next calls of this method get these faults, one each, in order; `undefined` is a good answer. */
  plan(method: string, ...faults: (AnswerFault | undefined)[]): void
  /** All calls of this method get it, once its plan is through; nothing ends it. */
  always(method: string, fault?: AnswerFault): void
}

export function createAppViewFaults(): AppViewFaults {
  const plans = new Map<string, (AnswerFault | undefined)[]>()
  const standing = new Map<string, AnswerFault>()
  return {
    onCall({ method }, answer) {
      const planned = plans.get(method) ?? []
      const fault = planned.length > 0 ? planned.shift() : standing.get(method)
      return fault ? fault(answer()) : answer()
    },
    plan(method, ...faults) {
      plans.set(method, [...(plans.get(method) ?? []), ...faults])
    },
    always(method, fault) {
      if (fault) standing.set(method, fault)
      else standing.delete(method)
    },
  }
}

export const authMissing: AnswerFault = () => refuse(401, 'AuthMissing', 'Authentication Required')
export const forbiddenHtml: AnswerFault = () => page(403, '403 Forbidden')
/** A proxy's or captive portal's page where JSON should be. */
export const htmlWithOk: AnswerFault = () => page(200, 'Welcome')
export const serverError: AnswerFault = () => refuse(502, 'UpstreamFailure', 'Upstream Failure')
export const halfJson: AnswerFault = ({ body }) => ({
  status: 200,
  body: JSON.stringify(body).slice(0, -10),
})
/** JSON of the wrong shape in the right envelope. */
export const wrongShapes: AnswerFault = () => ({
  status: 200,
  body: {
    posts: [null, 7, { uri: 1 }, { uri: 'at://x', author: 'nobody' }],
    profiles: { did: 4 },
    cursor: 12,
  },
})

/** 429, to be tried again at `resetAtMs`. */
export function rateLimited(resetAtMs: number): AnswerFault {
  return () => ({
    ...refuse(429, 'RateLimitExceeded', 'Rate Limit Exceeded'),
    headers: {
      'ratelimit-limit': '3000',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(Math.ceil(resetAtMs / 1000)),
      'ratelimit-policy': '3000;w=300',
    },
  })
}

/** Only the first `count` posts of the page, with the cursor of the whole page. */
export function shortPage(count: number): AnswerFault {
  return changeBody((body) => ({ ...body, posts: listOf(body.posts).slice(0, count) }))
}

/** No posts, and yet not the end. */
export function emptyPage(cursor = '0'): AnswerFault {
  return changeBody((body) => ({ ...body, posts: [], cursor }))
}

/** Names the same next page again and again. */
export function repeatingCursor(cursor: string): AnswerFault {
  return changeBody((body) => ({ ...body, cursor }))
}

/** The index lags: these posts are not there yet. */
export function lacking(...uris: string[]): AnswerFault {
  return changeBody((body) => ({
    ...body,
    posts: listOf(body.posts).filter((post) => !uris.includes(String((post as JsonObject).uri))),
  }))
}

export function slow(delayMs: number): AnswerFault {
  return async (answer) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    return answer
  }
}

function changeBody(change: (body: JsonObject) => JsonObject): AnswerFault {
  return (answer) => (typeof answer.body === 'string' ? answer : { ...answer, body: change(answer.body) })
}

function listOf(value: unknown): NonNullable<JsonObject['list']>[] {
  return Array.isArray(value) ? value : []
}

function refuse(status: number, error: string, message: string): Answer {
  return { status, body: { error, message } }
}

function page(status: number, title: string): Answer {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
  return { status, body, headers: { 'content-type': 'text/html' } }
}
