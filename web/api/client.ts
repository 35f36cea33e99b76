import { ourMark } from '@wall/api/wire/mark'
import { ApiError, readError } from './errors.ts'

export type RequestOptions = { signal?: AbortSignal; timeoutMs?: number }

/**
 * Requests to our own server. Answers come as the wire types of `@wall/api/wire`; failures throw ApiError.
 */
export interface Http {
  get<T>(path: string, options?: RequestOptions): Promise<T>
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<T>
  /** The same, answered in lines of JSON that come one by one; throws what a line says went wrong. */
  sendForLines<Line>(
    path: string,
    body: unknown,
    onLine: (line: Line) => void,
    options?: RequestOptions,
  ): Promise<void>
}

export function createHttp(fetchFn: typeof fetch, defaultTimeoutMs = 15_000): Http {
  return {
    get: (path, options) => request(path, { method: 'GET' }, options),
    send: (method, path, body, options) => {
      if (body === undefined) return request(path, { method }, options)
      return request(
        path,
        { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
        options,
      )
    },
    sendForLines: (path, body, onLine, options) =>
      request(
        path,
        {
          ...{ method: 'POST', body: JSON.stringify(body) },
          headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
        },
        options,
        // One page alone asks for lines: the others open without this.
        async (response) => (await import('./read-lines.ts')).readLines(response, onLine),
      ),
  }

  async function request<T>(
    path: string,
    init: RequestInit,
    options: RequestOptions = {},
    read = (response: Response): Promise<T> => response.json(),
  ): Promise<T> {
    const patience = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs)
    const signal = options.signal ? AbortSignal.any([options.signal, patience]) : patience
    const headers = {
      accept: 'application/json',
      'x-requested-with': 'takeaway-wall',
      ...(init.headers as Record<string, string> | undefined),
    }
    try {
      const response = await fetchFn(path, { ...init, headers, signal, credentials: 'same-origin' })
      if (!response.ok) throw await readError(response)
      if (!response.headers.has(ourMark)) throw new ApiError('upstream', 'The answer was not from this wall.')
      if (response.status === 204) return undefined as T
      return await read(response)
    } catch (error) {
      if (error instanceof ApiError || options.signal?.aborted) throw error
      if (patience.aborted)
        throw new ApiError('timeout', 'The server did not answer in time.', [], { cause: error })
      if (error instanceof SyntaxError) {
        throw new ApiError('upstream', 'The answer was not from this wall.', [], { cause: error })
      }
      throw new ApiError('offline', 'The server cannot be reached.', [], { cause: error })
    }
  }
}
