import { builtInCampaign } from '@wall/db/campaigns/built-in'
import type { Page } from 'playwright-core'

type Message = string | { readonly one: string; readonly other: string }
export type Catalogue = Readonly<Record<string, Message>>

/**
 * What the page says by itself: texts, names and hints, without people's words, times, and what is marked as
 * another language than the page's.
 */
export function collectInterfaceWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const others = '.words, .queue-row-words, time, kbd, .key, [lang]:not(html), [dir="auto"]'
    const found = new Set([document.title])
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.closest(others) || element.closest('dialog:not([open])') || !element.checkVisibility())
        continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        found.add(element.getAttribute(name) ?? '')
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) found.add(node.textContent ?? '')
    }
    return [...found]
      .map((words) => words.replace(/\s+/g, ' ').trim())
      .filter((words) => /\p{L}{2}/u.test(words))
  })
}

/** Those words that no catalogue of the language has, the campaign's own and names left aside. */
export function findForeignWords(
  words: readonly string[],
  catalogues: readonly Catalogue[],
  names: RegExp,
): string[] {
  const campaign = builtInCampaign()
  const own = new Set(listStrings(campaign))
  const patterns = catalogues.flatMap((catalogue) => Object.values(catalogue)).flatMap(makePatterns)
  const isKnown = (part: string) =>
    own.has(part) ||
    own.has(part.replace(/^[#@]/, '')) ||
    names.test(part) ||
    !/\p{L}{2}/u.test(part) ||
    patterns.some((pattern) => pattern.test(part))
  return words.filter(
    (line) => !isKnown(line) && !line.split(/ · |: (?=$)|[,:]$/).every((part) => isKnown(part.trim())),
  )
}

function makePatterns(message: Message): RegExp[] {
  const forms = typeof message === 'string' ? [message] : [message.one, message.other]
  return forms.map((form) => {
    const escaped = form.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')
    return new RegExp(`^${escaped}$`, 'u')
  })
}

function listStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listStrings) : []
}
