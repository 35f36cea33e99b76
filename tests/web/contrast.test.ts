import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const css = await readFile(new URL('../../web/ui/tokens.css', import.meta.url), 'utf8')

const themes = {
  paper: css.slice(css.indexOf(':root {'), css.indexOf('/* Night')),
  'dark device': css.slice(
    css.indexOf('@media (prefers-color-scheme: dark)'),
    css.indexOf(':root[data-theme="dark"]'),
  ),
  'dark and screen': css.slice(css.indexOf(':root[data-theme="dark"]'), css.indexOf("/* A takeaway's hue")),
}

test.each(Object.entries(themes))(
  'words of the %s theme stand out at 4.5 to 1 or more on every ground',
  (_name, theme) => {
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
  },
)

test.each(Object.entries(themes))(
  'edges of controls in the %s theme stand out at 3 to 1 or more',
  (_name, theme) => {
    expect(contrast(pick(theme, 'line-strong'), pick(theme, 'paper'))).toBeGreaterThanOrEqual(3)
    expect(contrast(pick(theme, 'line-strong'), pick(theme, 'card'))).toBeGreaterThanOrEqual(3)
  },
)

test('the six hues stand out at 4.5 to 1 or more, and are the same for a dark device and a dark theme', () => {
  const hues = [...css.matchAll(/data-takeaway="(\d)"\] \{\s*--hue: (#\w+);/g)].map((match) => [
    match[1],
    match[2],
  ])
  const [light, device, chosen] = [hues.slice(0, 6), hues.slice(6, 12), hues.slice(12)]
  expect(light).toHaveLength(6)
  expect(chosen).toEqual(device)
  for (const [number, hue = ''] of light)
    expect(contrast(hue, pick(themes.paper, 'sunken')), number).toBeGreaterThanOrEqual(4.5)
  for (const [number, hue = ''] of device) {
    expect(contrast(hue, pick(themes['dark and screen'], 'card')), number).toBeGreaterThanOrEqual(4.5)
  }
})

test('both ways into the dark theme give the same colours', () => {
  const tokens = (theme: string) => [...theme.matchAll(/--[\w-]+: [^;]+;/g)].map((match) => match[0])
  expect(tokens(themes['dark device'])).toEqual(tokens(themes['dark and screen']))
  expect(tokens(themes['dark device']).length).toBeGreaterThan(10)
})

function pick(theme: string, name: string): string {
  const value = theme.match(new RegExp(`--${name}: (#[0-9a-f]{6});`))?.[1]
  if (!value) throw new Error(`--${name} is no plain colour`)
  return value
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
