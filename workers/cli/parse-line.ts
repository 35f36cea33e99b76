import { isObject } from '../matching/is-object.ts'

/** A line as a JSON object, or why it is none. A byte order mark before it is passed over. */
export function parseLine(text: string): { object: Record<string, unknown> } | { fault: string } {
  const json = text.replace(/^\uFEFF/, '')
  if (json.trim() === '') return { fault: 'this line is empty' }
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? { object: value } : { fault: 'this line is JSON but not an object' }
  } catch (error) {
    // The parser quotes the line in its message, which may be long.
    const detail = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : ''
    return { fault: `this line is not JSON: ${detail}` }
  }
}
