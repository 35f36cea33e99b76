import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const css = await readFile(new URL('../../web/ui/tokens.css', import.meta.url), 'utf8')

const themes = ['day', 'night'] as const
type Theme = (typeof themes)[number]

test.each(themes)('by %s words stand out at 4.5 to 1 or more on every ground', (theme) => {
  for (const ground of ['paper', 'card', 'sunken']) {
    for (const words of ['ink', 'ink-soft', 'bad', 'good', 'held', 'focus']) {
      expect(
        contrast(pick(theme, words), pick(theme, ground)),
        `${words} on ${ground}`,
      ).toBeGreaterThanOrEqual(4.5)
    }
  }
  for (const state of ['bad', 'good', 'held']) {
    expect(contrast(pick(theme, state), pick(theme, `${state}-back`)), state).toBeGreaterThanOrEqual(4.5)
    expect(contrast(pick(theme, 'ink'), pick(theme, `${state}-back`)), state).toBeGreaterThanOrEqual(4.5)
  }
})

test.each(themes)('by %s edges of controls stand out at 3 to 1 or more', (theme) => {
  expect(contrast(pick(theme, 'line-strong'), pick(theme, 'paper'))).toBeGreaterThanOrEqual(3)
  expect(contrast(pick(theme, 'line-strong'), pick(theme, 'card'))).toBeGreaterThanOrEqual(3)
})

test.each(themes)('by %s the six hues stand out at 4.5 to 1 or more', (theme) => {
  const ground = pick(theme, theme === 'day' ? 'sunken' : 'card')
  for (const number of [1, 2, 3, 4, 5, 6]) {
    const rule = css.slice(css.indexOf(`[data-takeaway="${number}"]`))
    expect(contrast(pick(theme, 'hue', rule), ground), String(number)).toBeGreaterThanOrEqual(4.5)
  }
})

test('who asks for more contrast gets it by night, too: no other rule names these tokens', () => {
  for (const name of ['ink-soft', 'line', 'line-strong'])
    expect(css.match(new RegExp(`--${name}:`, 'g')), name).toHaveLength(2)
})

function pick(theme: Theme, name: string, rules = css): string {
  const [, day, night] = rules.match(new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\);`)) ?? []
  const colour = theme === 'day' ? day : night
  if (!colour) throw new Error(`--${name} is no pair of plain colours`)
  return colour
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
