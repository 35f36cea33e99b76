export type Strength = 'short' | 'weak' | 'fair' | 'good'

export const shortestPassword = 10

/**
 * Length counts most; repeated or running signs and the person's own name or address count little. No rules
 * about kinds of signs.
 */
export function judgePassword(password: string, own: readonly string[] = []): Strength {
  if (password.length < shortestPassword) return 'short'
  const lower = password.toLowerCase()
  const isOwn = own.some((word) => word.length >= 3 && lower.includes(word.toLowerCase()))
  const worth = countFreshSigns(lower) - (isOwn ? 6 : 0)
  if (worth < 9) return 'weak'
  return worth < 14 ? 'fair' : 'good'
}

/** Signs that neither repeat nor continue the one before (aaa, 123, cba). */
function countFreshSigns(text: string): number {
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0)
  const fresh = codes.filter((code, place) => place === 0 || Math.abs(code - (codes[place - 1] ?? 0)) > 1)
  return Math.min(fresh.length, new Set(codes).size * 2)
}
