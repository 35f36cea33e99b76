/**
 * A value whose texts both engines can keep: PostgreSQL refuses NUL and half of a UTF-16 pair, which JSON from outside may
 * hold. Each becomes U+FFFD. Answers the value itself when there is none.
 */
export function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) {
    const items = value.map(toStorable)
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  const entries = Object.entries(value)
  const stored = entries.map(([key, item]) => [toStorableText(key), toStorable(item)] as const)
  const isChanged = stored.some(
    ([key, item], index) => key !== entries[index]?.[0] || item !== entries[index]?.[1],
  )
  return isChanged ? Object.fromEntries(stored) : value
}

function toStorableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\uFFFD')
}
