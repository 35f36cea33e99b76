import { toApiError } from './errors.ts'

/**
 * Tells each line of an answer as soon as it has come. Throws the error that a line stands for, SyntaxError
 * for what is no JSON.
 */
export async function readLines<Line>(response: Response, onLine: (line: Line) => void): Promise<void> {
  let rest = ''
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    const texts = (rest + decoder.decode(chunk.value, { stream: true })).split('\n')
    rest = texts.pop() ?? ''
    for (const text of texts) tell(text)
  }
  tell(rest + decoder.decode())

  function tell(text: string): void {
    if (text.trim() === '') return
    const line: unknown = JSON.parse(text)
    const error = toApiError(line)
    if (error) throw error
    onLine(line as Line)
  }
}
