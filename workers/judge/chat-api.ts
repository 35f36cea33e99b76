import { AppError } from '@wall/db/model/error'
import { z } from 'zod'
import { readRetryAfter } from '../http.ts'

/**
 * Why there is no answer, and when to ask again: at once (`again`), later (`rest`), or not this question
 * (`no`).
 */
export type ChatAnswer =
  | { content: string }
  | { fault: 'again' | 'rest' | 'no'; problem: string; waitMs?: number }

interface ChatOptions {
  /** Up to and with the version, such as https://api.example.com/v1. */
  url: string
  model: string
  /** Goes into a header and nowhere else. */
  key: string
  fetch: typeof fetch
  clock: () => number
}

/** One request to a service that speaks the chat-completions API. Never rejects. */
export function createChatApi({ url, model, key, fetch, clock }: ChatOptions) {
  /**
   * Newer models refuse some settings, older services the form of the answer: then the question goes alone.
   */
  let isPlain = false
  return async (messages: readonly object[], signal: AbortSignal): Promise<ChatAnswer> => {
    const settings = isPlain
      ? {}
      : { temperature: 0, max_tokens: 200, response_format: { type: 'json_object' } }
    const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' }
    if (key !== '') headers.authorization = `Bearer ${key}`
    let response: Response
    try {
      response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ model, messages, stream: false, ...settings }),
        signal,
      })
    } catch (error) {
      const problem = error instanceof AppError ? 'The language model gives no answer.' : 'It was broken off.'
      return { fault: 'again', problem }
    }
    const { status } = response
    if (status === 400 && !isPlain) {
      isPlain = true
      return { fault: 'again', problem: 'The language model does not take our settings.', waitMs: 0 }
    }
    if (status === 429 || status >= 500) {
      const waitMs = readRetryAfter(response.headers.get('retry-after'), clock())
      const problem = `The language model is busy or out of order (HTTP ${status}).`
      return { fault: 'again', problem, ...(waitMs === null ? {} : { waitMs }) }
    }
    if (status === 401 || status === 403)
      return {
        fault: 'rest',
        problem: `The language model does not accept the key (HTTP ${status}): look at FILING_JUDGE_KEY.`,
      }
    if (status === 404)
      return {
        fault: 'rest',
        problem:
          'The language model is not there (HTTP 404): look at FILING_JUDGE_URL and FILING_JUDGE_MODEL.',
      }
    if (status >= 300 && status < 400)
      return {
        fault: 'rest',
        problem: `The language model is somewhere else (HTTP ${status}): look at FILING_JUDGE_URL.`,
      }
    if (status !== 200)
      return { fault: 'no', problem: `The language model refused a question (HTTP ${status}).` }
    const parsed = Completion.safeParse(await response.json().catch(() => null))
    const content = parsed.data?.choices[0]?.message.content
    return content
      ? { content }
      : { fault: 'no', problem: 'The language model gave an answer of another form.' }
  }
}

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
})
